/**
 * Every port in the memory of one process, holding what a real store would hold, and failing on
 * demand.
 */
package io.anabranch.ports.inmemory;

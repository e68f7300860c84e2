/** Every port in the memory of one process, with fault injection. */
package io.anabranch.ports.inmemory;

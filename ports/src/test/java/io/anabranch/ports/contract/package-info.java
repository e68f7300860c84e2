/** A contract suite per port. Every implementation extends it and overrides no test. */
package io.anabranch.ports.contract;

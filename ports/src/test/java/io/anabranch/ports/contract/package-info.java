/** One contract suite per port; every implementation extends it and overrides no test. */
package io.anabranch.ports.contract;

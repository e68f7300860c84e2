/** The arrows and habits of the house as rules, and planted violations that each rule must find. */
package io.anabranch.architecture;

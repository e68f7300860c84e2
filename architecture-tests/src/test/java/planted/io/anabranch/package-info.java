/** A house like the real one, in which each rule is broken by a source that is named for it. */
package planted.io.anabranch;

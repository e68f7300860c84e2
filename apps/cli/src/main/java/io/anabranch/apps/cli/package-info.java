/** The command line: one verb per layer. */
package io.anabranch.apps.cli;

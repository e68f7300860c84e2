/** One launchable per layer, the command line, and what composes them. */
package io.anabranch.apps;

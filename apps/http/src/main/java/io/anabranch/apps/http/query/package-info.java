/** Queries and answers as text and JSON, on the command line and over HTTP alike. */
@NullMarked
package io.anabranch.apps.http.query;

import org.jspecify.annotations.NullMarked;

/** Laws that every aggregate keeps, and fixtures to check them with. */
package io.anabranch.domain.laws;

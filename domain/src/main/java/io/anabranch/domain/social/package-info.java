/** Posts, comments and users: their events and views. */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.social;

/** Posts, comments and users, and what is shown of them. */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.social;

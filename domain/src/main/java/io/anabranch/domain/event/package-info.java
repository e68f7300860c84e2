/** Events: decoding of records, texts as bytes, and the reasons for rejections. */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.event;

/** Views, their keys and buckets, and presentations of a workload. */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.view;

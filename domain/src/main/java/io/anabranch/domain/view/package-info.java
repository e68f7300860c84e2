/** What a workload stores and what it shows: views, their keys and buckets, and presentations. */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.view;

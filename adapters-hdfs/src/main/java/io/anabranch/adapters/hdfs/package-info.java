/** The master dataset and segments in HDFS, as Parquet. */
@NullMarked
package io.anabranch.adapters.hdfs;

import org.jspecify.annotations.NullMarked;

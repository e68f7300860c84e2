/** An HDFS name node and data node in a process of their own. */
@NullMarked
package io.anabranch.apps.local.hdfs;

import org.jspecify.annotations.NullMarked;

/** An HDFS NameNode and DataNode in their own process. */
@NullMarked
package io.anabranch.apps.local.hdfs;

import org.jspecify.annotations.NullMarked;

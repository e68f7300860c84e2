/** Made-up input that looks like life: what each workload's producers would send, from a seed. */
@NullMarked
package io.anabranch.apps.ingest.generate;

import org.jspecify.annotations.NullMarked;

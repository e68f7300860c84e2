package io.anabranch.apps.workloads;

import io.anabranch.adapters.wire.DecoderSettings;
import io.anabranch.adapters.wire.PurchaseDecoder;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.vending.VendingWorkload;
import io.anabranch.domain.view.Workload;

/** Sales of snack machines. */
public final class VendingFactory implements WorkloadFactory {
  @Override
  public String workload() {
    return VendingWorkload.NAME;
  }

  @Override
  public Workload<?> create(DefinitionSpec spec) {
    Parameters.reject(spec);
    DecoderSettings settings = DecoderSettings.of(spec);
    return VendingWorkload.create(() -> PurchaseDecoder.create(settings));
  }
}

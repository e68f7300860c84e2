package io.anabranch.domain.view;

import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.fold.Balance;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A workload, one definition for every layer: how records become events, which views fold them, and
 * how these are presented. Batch, speed, audit, kappa mode and tests run this same object.
 *
 * @param <E> the event
 */
public final class Workload<E> {

  private final String name;
  private final List<String> topics;
  private final Supplier<? extends EventDecoder<E>> decoders;
  private final List<View<? extends E>> views;
  private final List<Presentation> presentations;

  /**
   * Creates a workload.
   *
   * @param decoders creates a decoder for each thread
   * @throws IllegalArgumentException if a name is used twice, or a presentation shows a view that
   *     is not stored
   */
  public Workload(
      String name,
      List<String> topics,
      Supplier<? extends EventDecoder<E>> decoders,
      List<View<? extends E>> views,
      List<Presentation> presentations) {
    this.name = name;
    this.topics = List.copyOf(topics);
    this.decoders = decoders;
    this.views = List.copyOf(views);
    this.presentations = List.copyOf(presentations);
    Set<String> names = new HashSet<>(Set.of(Balance.VIEW.name()));
    for (View<? extends E> view : views) {
      if (!names.add(view.name())) {
        throw new IllegalArgumentException(name + " has two views named " + view);
      }
    }
    names.retainAll(Set.of(Balance.VIEW.name()));
    for (Presentation presentation : presentations) {
      if (!names.add(presentation.name()) || !views.contains(presentation.view())) {
        throw new IllegalArgumentException(
            name
                + " has two presentations "
                + presentation
                + ", or it shows a view that is not stored");
      }
    }
  }

  public String name() {
    return name;
  }

  /** The topics of its events. */
  public List<String> topics() {
    return topics;
  }

  /** The same workload with more topics. Its decoder receives the topic of each record. */
  public Workload<E> alsoReading(List<String> more) {
    List<String> all = new ArrayList<>(topics);
    more.stream().filter(topic -> !topics.contains(topic)).forEach(all::add);
    return new Workload<>(name, all, decoders, views, presentations);
  }

  public EventDecoder<E> newDecoder() {
    return decoders.get();
  }

  /** The views into which events are folded. */
  public List<View<? extends E>> views() {
    return views;
  }

  /** All stored views: those of events, then the {@linkplain Balance balance}. */
  public List<View<?>> storedViews() {
    List<View<?>> all = new ArrayList<>(views);
    all.add(Balance.VIEW);
    return all;
  }

  public Option<View<?>> storedView(String viewName) {
    return Option.ofOptional(
        storedViews().stream().filter(view -> view.name().equals(viewName)).findFirst());
  }

  public List<Presentation> presentations() {
    return presentations;
  }

  /** The presentation of a name; {@linkplain Balance#PRESENTATION balance} always exists. */
  public Option<Presentation> presentation(String shown) {
    if (shown.equals(Balance.PRESENTATION.name())) {
      return Option.some(Balance.PRESENTATION);
    }
    return Option.ofOptional(
        presentations.stream().filter(p -> p.name().equals(shown)).findFirst());
  }

  @Override
  public String toString() {
    return name;
  }
}

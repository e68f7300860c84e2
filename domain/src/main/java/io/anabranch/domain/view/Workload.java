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
 * One definition for every layer: how records become events, which views fold them, and how those
 * are shown. Batch, speed, audit, kappa mode and tests run this same object.
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
   * A workload.
   *
   * @param decoders gives a fresh decoder for each thread
   * @throws IllegalArgumentException if a name is used twice, or a presentation shows a view that
   *     is not kept
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
        throw new IllegalArgumentException(name + " has two views " + view);
      }
    }
    names.retainAll(Set.of(Balance.VIEW.name()));
    for (Presentation presentation : presentations) {
      if (!names.add(presentation.name()) || !views.contains(presentation.view())) {
        throw new IllegalArgumentException(
            name + " shows two " + presentation + " or a view that it does not keep");
      }
    }
  }

  public String name() {
    return name;
  }

  /** The topics whose records are its events. */
  public List<String> topics() {
    return topics;
  }

  /** The same workload over more topics; its decoder is told which of them a record is of. */
  public Workload<E> alsoReading(List<String> more) {
    List<String> all = new ArrayList<>(topics);
    more.stream().filter(topic -> !topics.contains(topic)).forEach(all::add);
    return new Workload<>(name, all, decoders, views, presentations);
  }

  public EventDecoder<E> newDecoder() {
    return decoders.get();
  }

  /** The views that events are folded into. */
  public List<View<? extends E>> views() {
    return views;
  }

  /** All views that are stored: those of events, then the {@linkplain Balance balance}. */
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

  /** What is shown under a name; the {@linkplain Balance#PRESENTATION balance} is shown always. */
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

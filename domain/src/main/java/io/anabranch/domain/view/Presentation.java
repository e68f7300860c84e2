package io.anabranch.domain.view;

import io.anabranch.domain.event.Utf8;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A named presentation: the rows of a view, with states merged by the columns of a key and
 * presented. A key column is a dimension, the time, or a label of a dimension. Dimensions that are
 * not in the key are merged over, so one stored view can be shown by shift and by group.
 */
public final class Presentation {

  /** A column of the key. */
  public sealed interface KeyColumn {
    String name();

    /** A dimension of the view. */
    record Dimension(String name, int index) implements KeyColumn {}

    /** A label of a dimension. */
    record Label(String name, int index) implements KeyColumn {}

    /** The start of the bucket. */
    record Time(String name) implements KeyColumn {}
  }

  /** Presents a merged state: the values after the key, a list for each row. */
  @FunctionalInterface
  public interface Presenter {
    void present(RowState state, Consumer<List<Value>> rows);
  }

  private final String name;
  private final View<?> view;
  private final List<KeyColumn> key;
  private final List<String> fields;
  private final Presenter presenter;

  private Presentation(Builder built, List<String> columns, Presenter presenter) {
    this.name = built.name;
    this.view = built.view;
    this.key = List.copyOf(built.key);
    List<String> all = new ArrayList<>();
    key.forEach(column -> all.add(column.name()));
    all.addAll(columns);
    this.fields = List.copyOf(all);
    this.presenter = presenter;
  }

  public static Builder of(View<?> view, String name) {
    return new Builder(view, name);
  }

  public String name() {
    return name;
  }

  public View<?> view() {
    return view;
  }

  public List<KeyColumn> key() {
    return key;
  }

  /** The names of all fields: the key's columns, then the presented ones. */
  public List<String> fields() {
    return fields;
  }

  public Option<KeyColumn> keyColumn(String column) {
    return Option.ofOptional(key.stream().filter(c -> c.name().equals(column)).findFirst());
  }

  /** The key under which a stored row is shown, with its time truncated to a bucket. */
  public ShownKey keyOf(RowKey row, Bucket by, Labels labels) {
    List<Utf8> dimensions = row.dimensions();
    List<Comparable<?>> parts = new ArrayList<>(key.size());
    for (KeyColumn column : key) {
      if (column instanceof KeyColumn.Dimension dimension) {
        parts.add(dimensions.get(dimension.index()));
      } else if (column instanceof KeyColumn.Label label) {
        parts.add(labels.of(label.name(), dimensions.get(label.index())));
      } else {
        parts.add(by.startOf(row.bucketStart()));
      }
    }
    return new ShownKey(parts);
  }

  /** Presents a merged state. Times are formatted for the bucket of this presentation. */
  public void present(ShownKey shown, RowState state, Consumer<Row> rows) {
    List<Value> keyValues = new ArrayList<>();
    for (Comparable<?> part : shown.parts()) {
      keyValues.add(
          part instanceof Long start
              ? Value.of(view.bucket().format(start))
              : Value.of(part.toString()));
    }
    presenter.present(
        state,
        values -> {
          List<Value> all = new ArrayList<>(keyValues);
          all.addAll(values);
          rows.accept(new Row(fields, all));
        });
  }

  @Override
  public String toString() {
    return name;
  }

  /** Builds a presentation. */
  public static final class Builder {
    private final View<?> view;
    private final String name;
    private final List<KeyColumn> key = new ArrayList<>();
    private final List<String> columns = new ArrayList<>();
    private final List<Function<RowState, Value>> values = new ArrayList<>();

    private Builder(View<?> view, String name) {
      this.view = view;
      this.name = name;
    }

    /** Adds a dimension of the view, under its own name. */
    public Builder key(String dimension) {
      key.add(new KeyColumn.Dimension(dimension, indexOf(dimension)));
      return this;
    }

    /** Adds the start of the bucket, under a name. */
    public Builder time(String column) {
      if (view.bucket() == Bucket.ALWAYS) {
        throw new IllegalStateException("view " + view + " has no time");
      }
      key.add(new KeyColumn.Time(column));
      return this;
    }

    /** Adds a label of a dimension, under a name. */
    public Builder label(String label, String dimension) {
      key.add(new KeyColumn.Label(label, indexOf(dimension)));
      return this;
    }

    /** Adds a presented value. */
    public Builder show(String column, Function<RowState, Value> value) {
      columns.add(column);
      values.add(value);
      return this;
    }

    public Presentation build() {
      List<Function<RowState, Value>> each = List.copyOf(values);
      return new Presentation(
          this,
          columns,
          (state, rows) -> rows.accept(each.stream().map(f -> f.apply(state)).toList()));
    }

    /** Presents any number of rows for each key, for example ranks. */
    public Presentation buildWith(List<String> shown, Presenter presenter) {
      if (!columns.isEmpty()) {
        throw new IllegalStateException(name + " has both presented columns and a presenter");
      }
      return new Presentation(this, shown, presenter);
    }

    private int indexOf(String dimension) {
      int index = view.dimensions().indexOf(dimension);
      if (index < 0) {
        throw new IllegalStateException("view " + view + " has no dimension " + dimension);
      }
      return index;
    }
  }
}

package io.anabranch.apps.layers.audit;

import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.recount.Outcomes;

/** A difference between the log and the answers or stores. */
public sealed interface Finding {

  /** The V at which it was found. */
  OffsetVector reach();

  /** What the finding is about; the same fault always has the same subject. */
  String subject();

  /** The finding in one line: what differs, where, and both values. */
  String describe();

  /**
   * A row that has events in the log but is in no answer.
   *
   * @param expected the values that the row must have
   */
  record MissingRow(RowPlace place, OffsetVector reach, String expected) implements Finding {
    @Override
    public String subject() {
      return place.description();
    }

    @Override
    public String describe() {
      return AuditMessages.at(place, reach)
          + " is missing: the log says "
          + expected
          + ", the answer has no such row";
    }
  }

  /**
   * A row that is in an answer but has no events in the log.
   *
   * @param found the values of the row
   */
  record UnexplainedRow(RowPlace place, OffsetVector reach, String found) implements Finding {
    @Override
    public String subject() {
      return place.description();
    }

    @Override
    public String describe() {
      return AuditMessages.at(place, reach)
          + " is unexplained: the log has no event for it, found "
          + found;
    }
  }

  /** A row that is not the sum of its events: altered, incomplete, or counted twice. */
  record DifferentRow(RowPlace place, OffsetVector reach, String expected, String found)
      implements Finding {
    @Override
    public String subject() {
      return place.description();
    }

    @Override
    public String describe() {
      return AuditMessages.at(place, reach)
          + " differs: the log says "
          + expected
          + ", found "
          + (found.equals(expected) ? "another state with the same values" : found);
    }
  }

  /**
   * A balance that does not add up: events have no outcome, or more than one.
   *
   * @param subject the slice, segment or partition
   */
  record InconsistentBalance(String subject, OffsetVector reach, Outcomes found)
      implements Finding {
    @Override
    public String describe() {
      return subject
          + " at V "
          + AuditMessages.describe(reach)
          + " does not add up: found "
          + found;
    }
  }

  /**
   * A balance that adds up but differs from the records.
   *
   * @param subject the slice, segment or partition
   */
  record DifferentBalance(String subject, OffsetVector reach, Outcomes expected, Outcomes found)
      implements Finding {
    @Override
    public String describe() {
      return subject
          + " at V "
          + AuditMessages.describe(reach)
          + " differs: the log says "
          + expected
          + ", found "
          + found;
    }
  }

  /**
   * Records that answers count, or should count, but that neither the log nor the archive holds.
   *
   * @param from the first lost offset
   * @param why the failure of the log
   */
  record LostOffsets(Partition partition, long from, OffsetVector reach, String why)
      implements Finding {
    @Override
    public String subject() {
      return "offset " + from + " of " + partition;
    }

    @Override
    public String describe() {
      return subject()
          + " is lost: neither the log nor the archive holds it ("
          + why
          + "), so later records cannot be recounted";
    }
  }

  /**
   * Stored data that cannot be read.
   *
   * @param why the failure of the store
   */
  record Unreadable(String subject, OffsetVector reach, String why) implements Finding {
    @Override
    public String describe() {
      return subject + " cannot be read: " + why;
    }
  }
}

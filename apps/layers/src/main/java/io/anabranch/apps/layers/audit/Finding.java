package io.anabranch.apps.layers.audit;

import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.recount.Outcomes;

/** Something that an answer says and the log does not, or the other way round. */
public sealed interface Finding {

  /** The V at which it was found. */
  OffsetVector reach();

  /** What it is about; the same fault found again is about the same. */
  String subject();

  /** What differs, where, what was expected and what was found, in a line. */
  String describe();

  /**
   * The log has events of a row that no answer shows.
   *
   * @param expected what the row must show
   */
  record LostRow(RowPlace place, OffsetVector reach, String expected) implements Finding {
    @Override
    public String subject() {
      return place.description();
    }

    @Override
    public String describe() {
      return AuditMessages.at(place, reach)
          + " is lost: the log says "
          + expected
          + ", there is no row";
    }
  }

  /**
   * A row of which the log has no event.
   *
   * @param found what the row shows
   */
  record UnfoundedRow(RowPlace place, OffsetVector reach, String found) implements Finding {
    @Override
    public String subject() {
      return place.description();
    }

    @Override
    public String describe() {
      return AuditMessages.at(place, reach)
          + " is unfounded: the log has no event of it, found "
          + found;
    }
  }

  /** A row that is not the sum of its events: altered, counted twice, or lacking a part. */
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
          + (found.equals(expected) ? "a state that shows the same but is another" : found);
    }
  }

  /**
   * Events that were read and came to no end, or to two.
   *
   * @param subject whose balance it is
   */
  record UnclosedBalance(String subject, OffsetVector reach, Outcomes found) implements Finding {
    @Override
    public String describe() {
      return subject + " at V " + AuditMessages.of(reach) + " does not close: found " + found;
    }
  }

  /**
   * A balance that closes and is not that of the records.
   *
   * @param subject whose balance it is
   */
  record DifferentBalance(String subject, OffsetVector reach, Outcomes expected, Outcomes found)
      implements Finding {
    @Override
    public String describe() {
      return subject
          + " at V "
          + AuditMessages.of(reach)
          + " differs: the log says "
          + expected
          + ", found "
          + found;
    }
  }

  /**
   * Records that an answer counts, or should, and that neither the log nor the archive holds.
   *
   * @param from the first position that is lost
   * @param why what the log says
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
          + "), so nothing behind it can be recounted";
    }
  }

  /**
   * Something that is stored and cannot be read.
   *
   * @param subject what cannot be read
   * @param why what the store says
   */
  record Unreadable(String subject, OffsetVector reach, String why) implements Finding {
    @Override
    public String describe() {
      return subject + " cannot be read: " + why;
    }
  }
}

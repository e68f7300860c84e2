package planted.io.anabranch.apps.standalone;

/** As it should be. */
public interface Replay {}

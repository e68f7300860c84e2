package planted.io.anabranch.domain;

import java.util.ArrayList;

@SuppressWarnings("NonApiType")
record MutableRecord(ArrayList<String> fields) {}

package planted.io.anabranch.domain;

import java.util.List;

record ListRecord(List<String> fields) {}

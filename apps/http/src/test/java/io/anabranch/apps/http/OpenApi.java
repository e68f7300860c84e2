package io.anabranch.apps.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The description of the API, and checks of responses against it. */
final class OpenApi {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode document;

  OpenApi() {
    try {
      document = JSON.readTree(OpenApi.class.getResourceAsStream("openapi.json"));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException broken) {
      throw new AssertionError("not JSON: " + text, broken);
    }
  }

  Set<String> paths() {
    Set<String> paths = new TreeSet<>();
    document.get("paths").fieldNames().forEachRemaining(paths::add);
    return paths;
  }

  /** The media types of successful responses of a route. */
  Set<String> types(String template) {
    Set<String> types = new TreeSet<>();
    document
        .at("/paths/" + template.replace("/", "~1") + "/get/responses/200/content")
        .fieldNames()
        .forEachRemaining(types::add);
    return types;
  }

  /** The names of the parameters in the path. */
  Set<String> pathParameters(String template) {
    Set<String> names = new TreeSet<>();
    for (JsonNode one : parameters(template)) {
      if (one.get("in").asText().equals("path")) {
        names.add(one.get("name").asText());
      }
    }
    return names;
  }

  private JsonNode parameters(String template) {
    return document.at("/paths/" + template.replace("/", "~1") + "/get/parameters");
  }

  /** Checks that a response matches the schema for its route and status. */
  void check(String template, int status, String type, String body) {
    JsonNode responses = document.at("/paths/" + template.replace("/", "~1") + "/get/responses");
    assertThat(responses.isMissingNode()).as("%s is described", template).isFalse();
    JsonNode response =
        responses.has("" + status) ? responses.get("" + status) : responses.get("default");
    if (response.has("$ref")) {
      response = document.at(response.get("$ref").asText().substring(1));
    }
    JsonNode content = response.get("content").get(type);
    assertThat(content).as("%s of %s with status %d", type, template, status).isNotNull();
    if (type.endsWith("json")) {
      conforms(content.get("schema"), body);
    }
  }

  /** Checks that JSON matches a named schema. */
  void conforms(String schema, String body) {
    conforms(JSON.createObjectNode().put("$ref", "#/components/schemas/" + schema), body);
  }

  private void conforms(JsonNode schema, String body) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", document.get("components"));
    List<String> wrong =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(whole)
            .validate(json(body))
            .stream()
            .map(Object::toString)
            .toList();
    assertThat(wrong).as(body).isEmpty();
  }
}

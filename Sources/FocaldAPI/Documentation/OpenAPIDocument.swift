import CDocuments
import YAMLReader

/// The contract file, which is part of the program.
enum OpenAPIDocument {
  /// The text of `openapi.yaml`.
  static let yaml = String(
    decoding: UnsafeRawBufferPointer(start: focald_openapi_yaml_start(), count: focald_openapi_yaml_count),
    as: UTF8.self)
}

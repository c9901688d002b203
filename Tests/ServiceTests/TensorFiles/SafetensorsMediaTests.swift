import HTTPMessages
import Testing

@testable import Operations
@testable import Service

@Suite struct SafetensorsMediaTests {
  @Test(arguments: [
    (nil, false), ("application/json", false), ("application/octet-stream", false),
    ("application/x-safetensors", true), ("Application/X-Safetensors; version=1", true),
    ("application/vnd.safetensors", true),
  ])
  func content_IsASafetensorsFileByItsType(type: String?, expected: Bool) {
    var headers: HTTPHeaders = [:]
    headers["Content-Type"] = type
    #expect(SafetensorsMedia.isContent(headers) == expected)
  }

  // RFC 9110 §12.5.1.
  @Test(arguments: [
    (nil, nil), ("*/*", nil), ("application/*", nil), ("application/json", nil),
    ("application/x-safetensors", "application/x-safetensors"),
    ("application/vnd.safetensors", "application/vnd.safetensors"),
    ("application/x-safetensors, */*", "application/x-safetensors"),
    ("application/x-safetensors, application/json", "application/x-safetensors"),
    ("application/json, application/x-safetensors", nil),
    ("application/json;q=0.9, application/x-safetensors", "application/x-safetensors"),
    ("application/json, application/x-safetensors;q=0.9", nil),
    ("application/x-safetensors;q=0", nil), ("application/x-safetensors;q=x", nil),
    ("application/x-safetensors;q=0.1, application/vnd.safetensors;q=0.2", "application/vnd.safetensors"),
  ])
  func answer_IsWhatRanksHighest(accept: String?, expected: String?) {
    var headers: HTTPHeaders = [:]
    headers["Accept"] = accept
    #expect(SafetensorsMedia.preferred(headers) == expected)
  }
}

import Multipart
import Testing

@Suite struct MultipartBoundaryTests {
  @Test(arguments: [
    (
      "multipart/form-data; boundary=------------------------d74496d66958873e",
      "------------------------d74496d66958873e"
    ),
    ("multipart/form-data; boundary=\"a b\"", "a b"), ("Multipart/Form-Data;BOUNDARY=x;charset=utf-8", "x"),
    ("multipart/form-data; boundary=\"----=_Part_1:2/3?(4),5'\"", "----=_Part_1:2/3?(4),5'"),
    ("multipart/form-data; boundary=" + String(repeating: "x", count: 70), String(repeating: "x", count: 70)),
  ])
  func boundary_OfAContentType(type: String, boundary: String) throws {
    #expect(try MultipartBoundary(contentType: type).text == boundary)
  }

  @Test(arguments: [
    "multipart/form-data", "multipart/form-data;", "multipart/form-data; boundary=",
    "multipart/form-data; boundary=\"\"",
    "multipart/form-data; boundary=a; boundary=b", "multipart/form-data; boundary=\"a",
    "multipart/form-data; boundary=a b",
    "multipart/form-data; boundary=\"a \"", "multipart/form-data; boundary=\"a\u{e9}\"",
    "multipart/form-data; boundary=\"a\tb\"", "multipart/form-data; boundary=\"a\\\"b\"",
    "multipart/form-data; boundary=" + String(repeating: "x", count: 71),
    "multipart/form-data; boundary=" + String(repeating: "x", count: 1 << 20),
  ])
  func boundary_ThatIsNone_IsRefused(type: String) {
    let error = #expect(throws: MultipartError.self) { try MultipartBoundary(contentType: type) }
    #expect(error?.kind == .malformed)
    #expect((error?.detail.utf8.count ?? 0) < 200)
  }
}

import Multipart
import Testing

@Suite struct MultipartReaderTests {
  private static let disposition = "Content-Disposition: form-data; name=\"a\""

  @Test func parts_OfAForm_LieInTheBody() throws {
    let parts = [
      SamplePart("ground_truth", type: "application/json", "{\"images\": []}"), SamplePart("gamma", "2"),
      SamplePart("empty", ""), SamplePart("lines", "a\r\nb\r\n\r\n--\r\n-B\n--B"),
      SamplePart("bytes", type: "application/octet-stream", bytes: Array(0...255) + [0x0D, 0x0A, 0x0D]),
    ]
    let body = form(parts)
    let read = try read(body)
    #expect(read.map { $0.sample(in: body) } == parts)
    #expect(read.map(\.number) == [1, 2, 3, 4, 5])
  }

  @Test(arguments: [
    // RFC 2046 §5.1.1: preamble, epilogue, white space behind a delimiter.
    "preamble\r\n--B\r\n\(disposition)\r\n\r\n1\r\n--B--\r\nepilogue\r\n--B\r\n",
    "\r\n--B\r\n\(disposition)\r\n\r\n1\r\n--B--", "--B \t\r\n\(disposition)\r\n\r\n1\r\n--B-- \t\r\n",
    "--Bx\r\n\r\n--B\r\n\(disposition)\r\n\r\n1\r\n--B--".replacing("--Bx", with: "-Bx"),
    // Header fields that say nothing here.
    "--B\r\nX-Custom: \u{e9}\r\n\(disposition); filename=\"x\"; filename*=UTF-8''%e2%82%ac\r\n\r\n1\r\n--B--\r\n",
    "--B\r\nContent-Transfer-Encoding: binary\r\ncontent-disposition:form-data;name=a\r\n\r\n1\r\n--B--\r\n",
    "--B\r\n\(disposition)\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n1\r\n--B--\r\n",
    "--B\r\n\(disposition)\r\nContent-Length: 99\r\n\r\n1\r\n--B--\r\n",
  ])
  func parts_OfUnusualForms_AreFound(body: String) throws {
    let parts = try read(body)
    #expect(parts.map(\.name) == ["a"])
    #expect(parts.map { $0.sample(in: Array(body.utf8)).content } == [Array("1".utf8)])
  }

  @Test func aFormWithoutParts_HasNone() throws {
    #expect(try read("--B--\r\n").isEmpty)
    #expect(try read("--B--").isEmpty)
  }

  @Test(arguments: [
    (#"name="a\"b""#, "a\"b"), ("name=\"a%22b%0D%0A\"", "a\"b\r\n"), ("name=\"100%\"", "100%"), ("name=\"ä/€\"", "ä/€"),
    ("name=plain", "plain"), ("name=\"\"", ""), ("filename=\"x; name=evil\"; name=\"a\"", "a"),
    ("name=\"" + String(repeating: "n", count: 256) + "\"", String(repeating: "n", count: 256)),
  ])
  func name_IsRead(parameters: String, name: String) throws {
    let parts = try read("--B\r\nContent-Disposition: form-data; \(parameters)\r\n\r\n1\r\n--B--\r\n")
    #expect(parts.map(\.name) == [name])
  }

  @Test(arguments: [
    ("", "no line that begins with the boundary"), ("hello", "no line that begins with the boundary"),
    ("--C\r\n\(disposition)\r\n\r\n1\r\n--C--\r\n", "no line that begins with the boundary"),
    ("--B", "the body ends before part 1"), ("--B-", "goes on with something else"), ("--B\r", "goes on"),
    ("--B\r\n", "part 1 of the form has a header that does not end"),
    ("--B\r\n\(disposition)", "part 1 of the form has a header that does not end"),
    ("--B\r\n\(disposition)\r\n", "part 1 of the form has a header that does not end"),
    ("--B\r\n\(disposition)\r\n\r\n", "within part 1 of the form (a)"),
    ("--B\r\n\(disposition)\r\n\r\n1", "within part 1 of the form (a)"),
    ("--B\r\n\(disposition)\r\n\r\n1\r\n", "within part 1 of the form (a)"),
    ("--B\r\n\(disposition)\r\n\r\n1\r\n--B", "the body ends after part 1"),
    ("--B\r\n\(disposition)\r\n\r\n1\r\n--B\r\n", "part 2 of the form has a header that does not end"),
    ("--B\r\n\(disposition)\r\n\r\n1\r\n--B-", "after part 1 of the form begins with the boundary and goes on"),
    (
      "--B\r\n\(disposition)\r\n\r\n1\r\n--Bx\r\n--B--", "after part 1 of the form begins with the boundary and goes on"
    ),
    ("--B\r\n\(disposition)\r\n\r\n1\r\n--B--x", "after part 1 of the form begins with the boundary and goes on"),
    ("--B\n\(disposition)\n\n1\n--B--\n", "end in CRLF"), ("--B\r\n\(disposition)\n\n1\n--B--\n", "does not end"),
    ("--B\r\n\r\n1\r\n--B--\r\n", "part 1 of the form has no Content-Disposition"),
    ("--B\r\nContent-Disposition: file; name=\"a\"\r\n\r\n1\r\n--B--\r\n", "another Content-Disposition"),
    ("--B\r\nContent-Disposition: form-data\r\n\r\n1\r\n--B--\r\n", "has no name"),
    ("--B\r\nContent-Disposition: form-data; name*=UTF-8''a\r\n\r\n1\r\n--B--\r\n", "has no name"),
    ("--B\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\n1\r\n--B--\r\n", "cannot be read"),
    ("--B\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--B--\r\n", "cannot be read"),
    ("--B\r\n\(disposition)\r\n\(disposition)\r\n\r\n1\r\n--B--\r\n", "two fields content-disposition"),
    ("--B\r\n\(disposition)\r\n folded\r\n\r\n1\r\n--B--\r\n", "no field: ' folded'"),
    ("--B\r\n\(disposition)\r\nno colon\r\n\r\n1\r\n--B--\r\n", "no field: 'no colon'"),
    ("--B\r\n\(disposition)\r\n: x\r\n\r\n1\r\n--B--\r\n", "no field"),
    ("--B\r\n\(disposition)\r\n--B--\r\n", "no empty line ends"),
    ("--B\r\n\(disposition)\r\n--B: x\r\n\r\n1\r\n--B--\r\n", "no empty line ends"),
    ("--B\r\n\(disposition)\r\nContent-Transfer-Encoding: base64\r\n\r\n1\r\n--B--\r\n", "part 1 of the form (a)"),
    (
      "--B\r\n\(disposition)\r\nContent-Transfer-Encoding: Quoted-Printable\r\n\r\n1\r\n--B--\r\n",
      "part 1 of the form (a)"
    ),
    ("--B\r\n\(disposition)\r\nContent-Type: text/plain; charset=utf-16\r\n\r\n1\r\n--B--\r\n", "another charset"),
    (
      "--B\r\n\(disposition)\r\nContent-Type: multipart/mixed; boundary=C\r\n\r\n--C--\r\n--B--\r\n", "multipart itself"
    ),
    (
      "--B\r\nContent-Disposition: form-data; name=\"" + String(repeating: "n", count: 257)
        + "\"\r\n\r\n1\r\n--B--\r\n",
      "a name of 257 bytes"
    ),
    (
      "--B\r\n\(disposition)\r\nX: " + String(repeating: "x", count: 1 << 20) + "\r\n\r\n1\r\n--B--\r\n",
      "more than 8192 bytes"
    ),
    (
      "--B\r\n\(disposition)\r\n" + String(repeating: "X: y\r\n", count: 1 << 18) + "\r\n1\r\n--B--\r\n",
      "more than 8192 bytes"
    ),
  ])
  func whatIsNoForm_IsRefused_ByItsPart(body: String, words: String) {
    let error = #expect(throws: MultipartError.self) { try read(body) }
    #expect(error?.kind == .malformed)
    #expect(error?.detail.contains(words) == true, "\(error?.detail ?? "")")
  }

  @Test func tooManyParts_AreRefused() throws {
    let most = (1...MultipartReader.mostParts).map { SamplePart("p\($0)", "1") }
    #expect(try read(form(most)).count == MultipartReader.mostParts)
    let error = #expect(throws: MultipartError.self) { try read(form(most + [SamplePart("last", "1")])) }
    #expect(error?.kind == .tooManyParts)
  }

  /// Of a million parts no more than the limit are looked at.
  @Test func aMillionParts_CostNoMoreThanTheFirst() {
    let part = SamplePart("a", "1").bytes("B")
    var body: [UInt8] = []
    body.reserveCapacity(1_000_000 * part.count)
    for _ in 0..<1_000_000 { body += part }
    let time = processorTime { #expect(throws: MultipartError.self) { try read(body) } }
    #expect(time < 1)
  }

  /// Bytes that begin delimiters over and over: the time grows with the size, not with its square.
  @Test(arguments: [
    "\r", "\r\n", "\r\n-", "\r\n--", "\r\n--BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB", "-", "\r\r\n--",
  ])
  func beginningsOfDelimiters_AreReadInLinearTime(unit: String) throws {
    let boundary = String(repeating: "B", count: 69) + "C"
    func time(_ size: Int) -> Double {
      let content = Array(repeatElement(Array(unit.utf8), count: size / unit.utf8.count).joined())
      let body = form([SamplePart("a", bytes: content)], boundary: boundary)
      return processorTime {
        #expect((try? read(body, boundary: boundary))?.map { body[$0.content].count } == [content.count])
      }
    }
    let small = (0..<3).map { _ in time(1 << 16) }.min() ?? 0
    // 16 times the size would be 256 times the time.
    #expect(time(1 << 20) < 80 * max(small, 1e-4))
  }
}

import HTTPMessages
import JSON
import TestSupport
import Testing

@testable import Operations
@testable import Service

/// Forms that cannot be read, or hold what no operation takes: which status, which place, which words.
@Suite struct FormErrorTests {
  private static let focal = "/v1/losses/focal"
  private let service = Service()
  private let targets = FormPart("targets", "[1]")

  @Test(arguments: [
    ("multipart/form-data", 400, "invalid_multipart"), ("multipart/form-data; boundary=", 400, "invalid_multipart"),
    ("multipart/form-data; boundary=" + String(repeating: "x", count: 71), 400, "invalid_multipart"),
    ("Multipart/Form-Data; boundary=other", 400, "invalid_multipart"),
    ("multipart/mixed; boundary=x", 415, "unsupported_media_type"), ("multipart/", 415, "unsupported_media_type"),
  ])
  func contentType_ThatDoesNotFit(type: String, status: Int, code: String) {
    let reply = service.post(
      Self.focal, form: FormSample.body([targets]), headers: ["Content-Type": type])
    #expect(reply.status == status && reply.code == code, "\(reply.text)")
    expectProblem(reply)
  }

  @Test(arguments: [
    (FormPart("logits", "[1", type: nil), 400, "invalid_json", "/logits/0", "the end of the part"),
    (FormPart("logits", "", type: nil), 400, "invalid_json", "/logits", "the part is empty"),
    (FormPart("logits", "1,2", type: nil), 400, "invalid_json", "/logits", "expected the end of the part"),
    (FormPart("logits", #"{"shape": [1], "shape": [1]}"#), 422, "duplicate_key", "/logits/shape", "given twice"),
    (FormPart("logits", "[[1,2],[3]]"), 422, "ragged_array", "/logits/1", ""),
    (FormPart("logits", "1e999"), 422, "number_out_of_range", "/logits", ""),
    (FormPart("gamma", "abc"), 422, "wrong_type", "/gamma", "a number ≥ 0"),
    (FormPart("gamma", "[1"), 400, "invalid_json", "/gamma/0", "the end of the part"),
    (FormPart("gamma", String(repeating: "1", count: 20_000)), 422, "wrong_type", "/gamma", "20000 bytes"),
    (FormPart("reduction", "meen"), 422, "invalid_choice", "/reduction", "did you mean mean?"),
    (FormPart("gama", "2"), 422, "unknown_field", "/gama", "did you mean gamma?"),
    (FormPart("a/b~", "2"), 422, "unknown_field", "/a~1b~0", ""), (FormPart("", "2"), 422, "unknown_field", "/", ""),
    (FormPart("image", "x"), 422, "wrong_type", "/image", "part 2 of the form (image) is a picture"),
    (FormPart("logits", "x", type: "image/png"), 422, "wrong_type", "/logits", "is a picture"),
    (FormPart("logits", "x", type: "video/mp4"), 422, "wrong_type", "/logits", "video/mp4"),
    (FormPart("logits", "x", type: "application/pdf"), 422, "wrong_type", "/logits", "part 2 of the form (logits)"),
    (FormPart("f", "x", type: "application/x-safetensors"), 400, "invalid_tensor_file", "/f", "8 bytes"),
    (FormPart("targets", "[1]"), 422, "duplicate_key", "/targets", "by the parts 1 and 2"),
    (FormPart("logits", "[1]", type: "multipart/mixed"), 400, "invalid_multipart", "", "part 2 of the form (logits)"),
    (FormPart("logits", "[1]", type: "text/plain; charset=latin1"), 400, "invalid_multipart", "", "charset"),
    (FormPart("logits", bytes: [0x1F, 0x8B, 8]), 400, "invalid_json", "/logits", "compress the whole body"),
    (FormPart("logits", bytes: Array("PK\u{3}\u{4}".utf8)), 400, "invalid_json", "/logits", "ZIP archive"),
  ])
  func part_ThatCannotBeTaken(part: FormPart, status: Int, code: String, pointer: String, words: String) {
    let reply = service.post(Self.focal, [targets, part])
    #expect(reply.status == status && reply.code == code && reply.pointer == pointer, "\(reply.text)")
    #expect(reply.errors.first?["detail"]?.text?.contains(words) == true || words.isEmpty, "\(reply.text)")
    expectProblem(reply)
  }

  @Test func manyUnknownParts_AreNamedInPart() {
    let reply = service.post(Self.focal, (0..<1000).map { FormPart("p\($0)", "1") })
    #expect(reply.status == 422 && reply.code == "unknown_field" && reply.errors.count < 70)
    #expect(reply.text.utf8.count < 65_536)
    #expect(service.post(Self.focal, (0...1000).map { FormPart("p\($0)", "1") }).status == 413)
  }

  /// A form without parts is an object without members.
  @Test func emptyForm_LacksItsFields() {
    let reply = service.post(Self.focal, [])
    let expected = service.post(Self.focal, "{}")
    #expect(reply.status == 422 && reply.errors == expected.errors)
  }

  /// Of every beginning of a form, and with any byte changed: an answer, or an error that says something.
  @Test func damagedForms_AreAnswered() {
    let whole = FormSample.body([targets, FormPart("logits", "[2]"), FormPart("gamma", "2")])
    for end in whole.indices {
      let reply = service.post(Self.focal, form: Array(whole[..<end]))
      #expect(end == whole.count - 1 || reply.status == 400 || end == whole.count - 2, "\(end) \(reply.status)")
      if reply.status != 200 { expectProblem(reply) }
    }
    for index in whole.indices {
      var changed = whole
      changed[index] ^= 0x20
      let reply = service.post(Self.focal, form: changed)
      #expect([200, 400, 413, 422].contains(reply.status))
      if reply.status != 200 { expectProblem(reply) }
    }
  }
}

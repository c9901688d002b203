import DetectionCore
import HTTPMessages
import Testing

@testable import Operations
@testable import Service

@Suite struct SafetensorsMutationTests {
  private static let data = [UInt8](repeating: 0, count: 48)
  private static let numbers = [
    "-1", "0.5", "1e3", "7", "4294967296", "9007199254740993", "9223372036854775807", "18446744073709551615", "1e308",
    "1e999", "-0", "NaN", "null", "\"8\"", "[]", "{}", "",
  ]

  /// A header of three tensors with one of its parts replaced by something that cannot be there.
  private func header(_ random: inout SplitMix64) -> String {
    var parts = ["F32", "2,4", "0", "32", "F32", "2", "32", "40", "U8", "8", "40", "48"]
    let part = Int.random(in: 0..<parts.count, using: &random)
    let wrong =
      part % 4 == 0
      ? ["F8_E5M2", "F31", "", "f32", "F64\u{1}", "I4"].randomElement(using: &random)
      : Self.numbers.randomElement(using: &random)
    parts[part] = part % 4 == 1 && Bool.random(using: &random) ? "\(wrong ?? ""),3" : wrong ?? ""
    let tensors = ["logits", "targets", "gamma"].enumerated().map { index, name in
      let p = parts[(index * 4)...]
      return "\"\(name)\":{\"dtype\":\"\(p[p.startIndex])\",\"shape\":[\(p[p.startIndex + 1])],"
        + "\"data_offsets\":[\(p[p.startIndex + 2]),\(p[p.startIndex + 3])]}"
    }
    return "{\(tensors.joined(separator: ","))}"
  }

  @Test func wrongParts_GiveAnError() {
    var random = SplitMix64(seed: 20)
    let service = Service()
    for round in 0..<5000 {
      let header = header(&random)
      let length: UInt64? = round % 10 == 0 ? UInt64.random(in: 400 ... .max, using: &random) : nil
      let file = SafetensorsSample.file(header: header, data: Self.data, length: length)
      let response = send(file, to: "/v1/losses/focal", service: service)
      #expect((400..<500).contains(response.status.code), "\(header)")
    }
  }

  @Test func flippedBytes_GiveAnErrorOrAnAnswer() throws {
    var random = SplitMix64(seed: 21)
    let service = Service()
    let sample = SafetensorsSample.focal(metadata: #"{"gamma":"2","parameters":"{\"alpha\":0.5}"}"#)
    #expect(send(sample, to: "/v1/losses/focal", service: service).status == .ok)
    let whole = withExtendedLifetime(sample) { Array(sample.bytes) }
    var answers = 0
    for _ in 0..<5000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
        case 2: bytes.insert(UInt8(ascii: "9"), at: place)
        default: bytes.remove(at: place)
        }
      }
      let status = send(ByteBuffer(bytes), to: "/v1/losses/focal", service: service).status.code
      #expect(status == 200 || (400..<500).contains(status))
      if status == 200 { answers += 1 }
    }
    // A bit of a number changes the number.
    #expect(answers < 1500)
  }
}

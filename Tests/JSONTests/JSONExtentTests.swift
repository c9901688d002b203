import Testing

@testable import JSON

@Suite struct JSONExtentTests {
  /// As many as one finds by looking at each, wherever the text begins and ends, and more than a byte counts in each lane.
  @Test func commas_AsManyAsThereAre() {
    var state: UInt64 = 5
    let text = (0..<20_000).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 60 < 5 ? UInt8(ascii: ",") : UInt8(truncatingIfNeeded: state >> 33)
    }
    let all = [UInt8](repeating: UInt8(ascii: ","), count: 20_000)
    for bytes in [text, all] {
      bytes.withUnsafeBytes { bytes in
        for count in Array(0...70) + [255 * 16 - 1, 255 * 16, 255 * 16 + 1, 19_900] {
          for start in [0, 1, 15, 33] {
            let part = UnsafeRawBufferPointer(rebasing: bytes[start..<start + count])
            #expect(JSONExtent.commas(in: part) == part.count { $0 == UInt8(ascii: ",") })
          }
        }
      }
    }
    #expect(JSONExtent.commas(in: UnsafeRawBufferPointer(start: nil, count: 0)) == 0)
  }

  @Test func commas_OfALargeText_AreThoseOfItsParts() {
    let bytes = (0..<3_400_001).map { UInt8($0 % 7 == 0 ? 0x2C : 0x31) }
    bytes.withUnsafeBytes { #expect(JSONExtent.commas(in: $0) == 485_715) }
  }
}

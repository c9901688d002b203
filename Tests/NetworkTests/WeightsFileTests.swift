import DetectionCore
import Files
import Foundation
import JSON
import XCTest

@testable import Network

final class WeightsFileTests: XCTestCase {
  private let thread = NetworkThread(processors: 1)

  private func message(_ change: (inout WeightsCopy) throws -> Void) throws -> String {
    var copy = try WeightsCopy(Fixtures.path("basic"))
    try change(&copy)
    let path = try copy.write()
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      _ = try Network(path: path, on: thread)
      return "no error"
    } catch {
      let text = "\(error)"
      XCTAssertTrue(text.hasPrefix(path), text)
      return String(text.dropFirst(path.count + 2))
    }
  }

  func testNetwork_NamesATensorThatIsMissing() throws {
    let message = try message { $0.rename("backbone.body.layer2.1.conv2.weight", "other") }
    XCTAssertEqual(message, "the tensor backbone.body.layer2.1.conv2.weight is missing: expected (10, 10, 3, 3)")
  }

  func testNetwork_NamesShapesExpectedAndFound() throws {
    let message = try message { try $0.set("num_classes", .number(5)) }
    XCTAssertEqual(
      message, "the tensor head.classification_head.cls_logits.weight: expected (30, 12, 3, 3), found (18, 12, 3, 3)")
  }

  func testNetwork_NamesATensorWithoutAPlace() throws {
    let message = try message { try $0.set("depths", .array([1, 1, 1, 1].map(JSONValue.number))) }
    XCTAssertTrue(message.hasPrefix("the tensor backbone.body.layer2.1.bn1.bias: expected none"), message)
  }

  func testNetwork_NamesAKeyOfTheArchitecture() throws {
    XCTAssertEqual(
      try message { try $0.set("block", .string("wide")) },
      "block in the metadata focald: expected basic or bottleneck, found \"wide\"")
    XCTAssertEqual(
      try message { try $0.set("planes", .null) }, "the metadata focald lacks the key planes")
    XCTAssertTrue(
      try message { try $0.set("planes", .array([.number(1e18)])) }.hasPrefix("planes in the metadata focald"))
    XCTAssertTrue(
      try message { try $0.set("anchor_sizes", .array([.number(-1)])) }.hasPrefix("anchor_sizes in the metadata"))
  }

  func testNetwork_RefusesNumbersThatAreNotFinite() throws {
    let message = try message { copy in
      let offset = try XCTUnwrap(copy.header["backbone.body.conv1.weight"]?["data_offsets"]?.numberList?.first)
      // A NaN of float16.
      copy.data[Int(offset) + 1] = 0x7E
    }
    XCTAssertTrue(message.hasPrefix("the tensor backbone.body.conv1.weight: expected finite numbers"), message)
  }

  func testNetwork_RefusesWhatIsNoFile() throws {
    for path in ["/no/such/file", "/dev/zero", "/"] {
      XCTAssertThrowsError(try Network(path: path, on: thread)) { error in
        XCTAssertEqual((error as? NetworkError)?.kind, .unreadable)
        XCTAssertTrue("\(error)".hasPrefix(path))
      }
    }
  }

  func testWeights_OfAFileThatIsCutOffMeanwhileAreRefused() throws {
    let path = try Fixtures.temporary(Data(contentsOf: URL(fileURLWithPath: Fixtures.path("groups"))))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try WeightsFile(path)
    let name = "head.regression_head.bbox_reg.weight"
    let shape = try XCTUnwrap(file.entries[name]?.shape.extents)
    XCTAssertNoThrow(try file.tensor([name], shape))
    XCTAssertNoThrow(try file.checkWhole())
    file.rest()
    XCTAssertEqual(truncate(path, 100), 0)
    // Where they lay is nothing now: reading it must not end the process.
    _ = try? file.tensor([name], shape)
    XCTAssertThrowsError(try file.checkWhole()) { error in
      XCTAssertEqual((error as? NetworkError)?.kind, .unreadable)
      XCTAssertEqual("\(error)", "\(path): the file has changed since it was opened")
    }
  }

  func testNames_OfOlderFilesAreKnown() throws {
    var copy = try WeightsCopy(Fixtures.path("basic"))
    for name in copy.header.keys {
      var old = name.replacingOccurrences(of: "_blocks.([0-9]).0.", with: "_blocks.$1.", options: .regularExpression)
      old = old.replacingOccurrences(of: "conv.0.0.", with: "conv.0.")
      copy.rename(name, old)
    }
    let path = try copy.write()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let picture = try TensorFile(Fixtures.path("basic.heads")).floats("picture")
    XCTAssertEqual(
      try Network(path: path, on: thread).heads(picture).classLogits,
      try Network(path: Fixtures.path("basic"), on: thread).heads(picture).classLogits)
  }

  /// Damaged files are refused with words, or are networks after all. FOCALD_MUTATIONS: how many are tried.
  func testMutatedFiles_AreRefusedOrRead() throws {
    let original = try Data(contentsOf: URL(fileURLWithPath: Fixtures.path("groups")))
    let count = ProcessInfo.processInfo.environment["FOCALD_MUTATIONS"].flatMap { Int($0) } ?? 150
    var random = Mutations(seed: 20)
    var refused = 0
    for number in 0..<count {
      let path = try Fixtures.temporary(random.mutated(original))
      defer { try? FileManager.default.removeItem(atPath: path) }
      do throws(NetworkError) {
        let file = try WeightsFile(path)
        let keys = try ArchitectureKeys(file.metadata["focald"] ?? "")
        _ = try PictureSettings(keys)
        _ = try RetinaNetLayers(LayerReader(file, Architecture(keys), isBGR: false))
      } catch {
        refused += 1
        XCTAssertTrue([.invalid, .unreadable].contains(error.kind), "\(number): \(error)")
        XCTAssertFalse(error.detail.isEmpty)
      }
    }
    XCTAssertGreaterThan(refused, count / 4)
  }
}

/// Changes of a file: bytes, numbers of the header, cuts.
private struct Mutations {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(max(bound, 1)))
  }

  private static let numbers = ["0", "-1", "1e18", "9223372036854775807", "1.5", "null", "\"\"", "[]", "16384"]

  mutating func mutated(_ original: Data) -> Data {
    let header = 8 + original.withUnsafeBytes { Int($0.loadUnaligned(as: UInt64.self)) }
    var data = original
    switch next(5) {
    case 0: return data.prefix(next(data.count))
    case 1: data[next(8)] = UInt8(next(256))
    case 2: for _ in 0...next(3) { data[8 + next(header - 8)] = UInt8(next(256)) }
    case 3: for _ in 0...next(20) { data[header + next(data.count - header)] = UInt8(next(256)) }
    default: data = replacingANumber(data, header)
    }
    return data
  }

  /// One number of the header becomes another, the header's length follows.
  private mutating func replacingANumber(_ data: Data, _ header: Int) -> Data {
    var start = 8 + next(header - 8)
    while start < header, !(0x30...0x39).contains(data[start]) { start += 1 }
    var end = start
    while end < header, (0x30...0x39).contains(data[end]) { end += 1 }
    let text = data[8..<start] + Data(Self.numbers[next(Self.numbers.count)].utf8) + data[end..<header]
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) } + text + data[header...]
  }
}

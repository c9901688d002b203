import DetectionCore
import Foundation
import JSON
import XCTest

@testable import Network

final class NetworkTests: XCTestCase {
  private let thread = NetworkThread(processors: 2)

  /// The largest error of each head against PyTorch in float64 is at most four times that of PyTorch in float32.
  private func check(_ network: Network, _ heads: TensorFile, factor: Double = 4) throws {
    let limits = try heads.metadata("float32_errors")
    let found = try network.heads(heads.floats("picture"))
    for (name, rows) in [("class_logits", found.classLogits), ("box_deltas", found.boxDeltas)] {
      XCTAssertEqual(rows.shape, try heads.shape(name))
      let exact = try heads.doubles(name)
      let error = zip(rows.elements, exact).map { abs(Double($0) - $1) }.max() ?? .infinity
      XCTAssertLessThanOrEqual(error, factor * (try XCTUnwrap(limits[name]?.number)), "\(network.path) \(name)")
    }
  }

  func testHeads_AreAsExactAsPyTorchsForOtherBlocksWidthsDepthsAndLevels() throws {
    for name in ["basic", "groups"] {
      try check(Network(path: Fixtures.path(name), on: thread), TensorFile(Fixtures.path("\(name).heads")))
    }
  }

  func testHeads_OfTheShippedNetworkAreAsExactAsPyTorchs() throws {
    try check(Network(path: Fixtures.shapes, on: thread), TensorFile(Fixtures.path("shapes.heads")))
  }

  /// By Winograd's algorithm, too, as the tests run on AVX2.
  func testHeads_HaveTheSameBitsOnAnyNumberOfThreadsAndInAnyOrderOfSizes() throws {
    let heads = try TensorFile(Fixtures.path("shapes.heads"))
    let picture = try heads.floats("picture")
    let other = Tensor<Float>(shape: try XCTUnwrap(Shape([3, 96, 160])), repeating: 0.5)
    for arithmetic in [Arithmetic.direct, .winograd] {
      var expected: Tensor<Float>?
      for processors in [1, 2, 3] {
        let network = try Network(
          path: Fixtures.shapes, on: NetworkThread(processors: processors), arithmetic,
          threads: ThreadRule(processors: processors, workPerThread: 1e5))
        XCTAssertEqual(try network.threadCount(height: 96, width: 128), processors)
        let first = try network.heads(picture).classLogits
        _ = try network.heads(other)
        XCTAssertEqual(try network.heads(picture).classLogits, first)
        XCTAssertEqual(first, expected ?? first, "\(processors) threads, \(arithmetic)")
        expected = first
      }
    }
  }

  func testHeads_AreAlikeByWinogradsAlgorithm() throws {
    let network = try Network(path: Fixtures.shapes, on: thread, method: .winograd)
    try check(network, TensorFile(Fixtures.path("shapes.heads")), factor: 16)
    let kernels = try network.kernels(height: 96, width: 128)
    #if arch(x86_64)
      XCTAssertTrue(kernels.contains { $0.contains("wino") }, "\(kernels)")
    #endif
  }

  /// Maps whose sides are no multiples of a tile, sums, and channels that fill no panel.
  func testHeads_AreAlikeByWinogradsAlgorithmAtAnySize() throws {
    let direct = try Network(path: Fixtures.shapes, on: thread)
    let winograd = try Network(path: Fixtures.shapes, on: thread, method: .winograd)
    for (height, width) in [(8, 8), (33, 47), (72, 100), (5, 130)] {
      let shape = try XCTUnwrap(Shape([3, height, width]))
      let picture = Tensor<Float>(shape: shape) { pixels in
        for i in pixels.indices { pixels.initializeElement(at: i, to: Float((i &* 7919) % 255) / 128 - 1) }
      }
      let (exact, other) = (try direct.heads(picture), try winograd.heads(picture))
      for head in [\NetworkHeads.classLogits, \.boxDeltas] {
        let (wanted, found) = (exact[keyPath: head].elements, other[keyPath: head].elements)
        let largest = wanted.map(abs).max() ?? 0
        let error = zip(wanted, found).map { abs($0 - $1) }.max() ?? .infinity
        XCTAssertLessThan(error, 2e-5 * largest, "\(height)×\(width)")
      }
    }
  }

  func testPrecision_OfBfloat16IsRefusedWhereTheProcessorLacksIt() throws {
    // The tests run on AVX2.
    XCTAssertFalse(Network.Precision.bfloat16.isAvailable)
    XCTAssertThrowsError(try Network(path: Fixtures.shapes, on: thread, precision: .bfloat16)) { error in
      XCTAssertEqual((error as? NetworkError)?.kind, .invalid)
      XCTAssertTrue("\(error)".contains("AVX512_BF16"), "\(error)")
    }
  }

  func testHeads_OfManyAtOnceAreEachTheirOwn() throws {
    let network = try Network(path: Fixtures.path("groups"), on: thread)
    let pictures = (0..<8).map { number in
      Tensor<Float>(shape: Shape([3, 32, 32 + 32 * (number % 3)]) ?? .scalar, repeating: Float(number))
    }
    let expected = try pictures.map { try network.heads($0).boxDeltas }
    DispatchQueue.concurrentPerform(iterations: 32) { index in
      let found = try? network.heads(pictures[index % 8]).boxDeltas
      XCTAssertEqual(found, expected[index % 8])
    }
  }

  func testLevels_AreThoseOfTheHeads() throws {
    let network = try Network(path: Fixtures.path("basic"), on: thread)
    for (height, width) in [(72, 100), (64, 64), (33, 129)] {
      let picture = Tensor<Float>(shape: try XCTUnwrap(Shape([3, height, width])), repeating: 0)
      let heads = try network.heads(picture)
      XCTAssertEqual(heads.levels, network.architecture.levels(height: height, width: width))
      XCTAssertEqual(
        try network.headSize(height: height, width: width), (heads.classLogits.count + heads.boxDeltas.count) * 4)
    }
  }

  func testKernels_AreNoReferenceKernels() throws {
    let network = try Network(path: Fixtures.shapes, on: thread)
    let kernels = try network.kernels(height: 192, width: 256)
    XCTAssertFalse(kernels.isEmpty)
    XCTAssertTrue(kernels.allSatisfy { !$0.contains("ref") }, "\(kernels)")
  }

  func testHeads_RefuseWhatIsNoPicture() throws {
    let network = try Network(path: Fixtures.path("groups"), on: thread)
    for extents in [[3, 0, 32], [3, 32, 100_000], [1, 32, 32], [32, 32]] {
      let picture = Tensor<Float>(shape: try XCTUnwrap(Shape(extents)), repeating: 0)
      XCTAssertThrowsError(try network.heads(picture)) { XCTAssertEqual(($0 as? NetworkError)?.kind, .invalid) }
    }
  }

  func testHeads_EndAtTheDeadline() throws {
    let network = try Network(path: Fixtures.path("groups"), on: thread)
    let picture = Tensor<Float>(shape: try XCTUnwrap(Shape([3, 64, 64])), repeating: 0)
    XCTAssertThrowsError(try network.heads(picture, deadline: Deadline(.now - .seconds(1)))) {
      XCTAssertEqual(($0 as? NetworkError)?.kind, .deadlineExceeded)
    }
  }
}

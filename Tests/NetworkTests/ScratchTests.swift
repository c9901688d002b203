import DetectionCore
import Foundation
import XCTest

@testable import Network

final class ScratchTests: XCTestCase {
  func testTry() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let t0 = ContinuousClock.now
    let thread = NetworkThread(processors: 2)
    let network = try Network(path: root.appendingPathComponent("Examples/networks/shapes.safetensors").path, on: thread)
    print("loaded", ContinuousClock.now - t0, network.weightSize)
    let shared = URL(fileURLWithPath: "/work/shared/data/shapes-net")
    let input = try TensorFile(shared.appendingPathComponent("input-003.safetensors")).floats("input")
    print(try network.kernels(height: 288, width: 192))
    print(try network.memory(height: 288, width: 192))
    let heads = try network.heads(input)
    let t1 = ContinuousClock.now
    let again = try network.heads(input)
    print("run", ContinuousClock.now - t1, heads.backboneSeconds, heads.headSeconds, again.backboneSeconds, again.headSeconds)
    let exact = try TensorFile(shared.appendingPathComponent("heads-003.f64.safetensors"))
    let torch = try TensorFile(shared.appendingPathComponent("heads-003.f32.safetensors"))
    for (name, ours) in [("class_logits", heads.classLogits), ("box_deltas", heads.boxDeltas)] {
      let e = try exact.doubles(name), t = try torch.doubles(name)
      var (a, b, m) = (0.0, 0.0, 0.0)
      for i in e.indices { a = max(a, abs(Double(ours[i]) - e[i])); b = max(b, abs(t[i] - e[i])); m = max(m, abs(e[i])) }
      print(name, ours.shape, "ours", a, "torch", b, "largest", m)
    }
  }
}

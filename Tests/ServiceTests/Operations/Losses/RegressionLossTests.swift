import JSON
import Testing

@testable import Operations
@testable import Service

/// The losses of differences as a client sees them.
@Suite struct RegressionLossTests {
  private let service = Service()

  private func loss(_ name: String, _ predictions: String, _ more: String = "") -> Reply {
    service.post("/v1/losses/\(name)", #"{"predictions": \#(predictions), "targets": [0, 0]\#(more)}"#)
  }

  /// The sum is beyond float64, the mean is not; nor is a sum that a normalizer divides.
  @Test func finiteMean_IsAnswered() {
    let quarter = #", "reduction": "sum", "normalizer": 4"#
    for name in ["l1", "smooth-l1", "huber"] { check(loss(name, "[1.5e308, 1e308]"), 1.25e308) }
    check(loss("l1", "[1.5e308, 1e308]", quarter), 0.625e308)
    // Of squares one alone is beyond.
    check(loss("l2", "[1.2e154, 1.2e154]"), 1.44e308)
    check(loss("l2", "[2e154, 0]", quarter), 1e308)
    check(loss("l1", "[3e38, 2e38]", #", "precision": "float32""#), 2.5e38, tolerance: 1e-7)
  }

  private func check(_ reply: Reply, _ loss: Double, tolerance: Double = 1e-15) {
    guard let found = reply.json?["loss"]?.number else {
      Issue.record("\(reply.status) \(reply.detail)")
      return
    }
    #expect(abs(found / loss - 1) <= tolerance)
  }

  /// With its derivatives, each with all its digits.
  @Test func finiteMean_HasItsGradient() {
    let reply = loss("l2", "[1.8e154, 3e-300]", #", "gradients": true"#)
    let slopes = (reply.json?["gradients"]?["predictions"]?.list ?? []).compactMap(\.number)
    #expect(slopes == [1.8e154, 3e-300])
  }

  /// What is beyond the largest number all the same is an error.
  @Test func infiniteSum_IsRefused() {
    let reply = loss("l1", "[1.5e308, 1e308]", #", "reduction": "sum""#)
    #expect(reply.status == 422 && reply.code == "overflow")
  }
}

import DetectionCore
import JSON
import TestSupport
import Testing

@testable import Operations

/// `weights` mean the same in every loss that has them.
struct LossWeightsTests {
  static let losses = Registry.all.map(\.declaration).filter { $0.family == "losses" && $0.input("weights") != nil }

  /// Every loss of elements, boxes or rows has weights; those of whole detectors have not.
  @Test func weights_AreThereWhereReductionIs() {
    for operation in Registry.all.map(\.declaration) where operation.family == "losses" {
      #expect((operation.input("weights") != nil) == (operation.parameter("reduction") != nil), "\(operation.id)")
    }
    #expect(!Self.losses.isEmpty)
  }

  @Test(arguments: losses.map(\.id)) func weights_MultiplyValuesAndDerivatives(_ id: String) throws {
    let request = try LossRequest(id)
    let plain = try request.answer(["reduction": .string("none")])
    let weights = (0..<plain.loss.count).map { Double(($0 * 7 + 3) % 5) / 2 }
    let weighted = try request.answer(["reduction": .string("none"), "weights": plain.shaped(weights)])
    for (found, wanted) in zip(weighted.loss, zip(plain.loss, weights).map({ $0 * $1 })) {
      #expect(abs(found - wanted) <= 1e-15 * abs(wanted))
    }
    let width = plain.gradient.count / plain.loss.count
    for (place, slope) in plain.gradient.enumerated() {
      // A loss with factors of its own multiplies them first.
      let wanted = slope * weights[place / width]
      #expect(abs(weighted.gradient[place] - wanted) <= 1e-15 * abs(wanted), "\(place)")
    }
  }

  /// Weights of 1 change no bit of a value; of a sum only the order in which it is added.
  @Test(arguments: losses.map(\.id)) func weightsOfOne_ChangeNothing(_ id: String) throws {
    let request = try LossRequest(id)
    let count = try request.answer(["reduction": .string("none")])
    for reduction in ["mean", "sum"] {
      let plain = try request.answer(["reduction": .string(reduction)])
      let ones = count.shaped(Array(repeating: 1, count: count.loss.count))
      let weighted = try request.answer(["reduction": .string(reduction), "weights": ones])
      #expect(abs(weighted.loss[0] - plain.loss[0]) <= 1e-15 * abs(plain.loss[0]))
      #expect(weighted.gradient == plain.gradient)
    }
  }

  /// All weights 0: the loss is 0, whatever it is divided by.
  @Test(arguments: losses.map(\.id)) func weightsOfZero_CostNothing(_ id: String) throws {
    let request = try LossRequest(id)
    let count = try request.answer(["reduction": .string("none")])
    for reduction in ["none", "mean", "sum"] {
      let zeros = count.shaped(Array(repeating: 0, count: count.loss.count))
      let weighted = try request.answer(["reduction": .string(reduction), "weights": zeros])
      #expect(weighted.loss.allSatisfy { $0 == 0 } && weighted.gradient.allSatisfy { $0 == 0 })
    }
  }

  @Test(arguments: losses.map(\.id)) func weightsThatDoNotFit_AreRefused(_ id: String) throws {
    let request = try LossRequest(id)
    let count = try request.answer(["reduction": .string("none")])
    #expect(
      request.problem(["weights": .numbers(Tensor([0.5, 1, 2, 3, 4, 5, 6]))])?.issues.first?.pointer == "/weights")
    let negative = Array(repeating: -1.0, count: count.loss.count)
    #expect(request.problem(["weights": count.shaped(negative)])?.issues.first?.code == .outOfRange)
  }

  @Test func rows_ShareAWeight() throws {
    let request = try LossRequest(
      "losses.binary-cross-entropy", #"{"logits": [[1, -2], [0.5, 3]], "targets": [[1, 0], [0, 1]], "gradients": true}"#
    )
    let rows = try request.answer(["reduction": .string("none"), "weights": .numbers(Tensor([2, 0.5]))])
    let each = try request.answer(["reduction": .string("none"), "weights": rows.shaped([2, 2, 0.5, 0.5])])
    #expect(rows.loss == each.loss && rows.gradient == each.gradient)
  }

  /// The mean of cross entropy divides by its weights, that of other losses by their elements.
  @Test func mean_DividesAsDocumented() throws {
    let entropy = try LossRequest("losses.cross-entropy", #"{"logits": [[1, -2], [0.5, 3]], "targets": [0, 0]}"#)
    let plain = try entropy.answer(["reduction": .string("none")]).loss
    let mean = try entropy.answer(["weights": .numbers(Tensor([3, 1]))]).loss[0]
    #expect(abs(mean - (3 * plain[0] + plain[1]) / 4) <= 1e-15)
    let l1 = try LossRequest("losses.l1", #"{"predictions": [1, 5], "targets": [0, 0]}"#)
    #expect(try l1.answer(["weights": .numbers(Tensor([3, 1]))]).loss == [4])
  }
}

/// The example of a loss, or a request of one's own, with other members.
private struct LossRequest {
  private let operation: Operation
  private let members: JSONObject

  init(_ id: String, _ text: String? = nil) throws {
    operation = try #require(Registry.named(id))
    members = try #require(readJSON(text ?? operation.declaration.example).object)
  }

  struct Found {
    let loss: [Double]
    let gradient: [Double]
    let shape: Shape

    /// Numbers of the unreduced loss's shape.
    func shaped(_ numbers: [Double]) -> JSONValue {
      Tensor(shape: shape, elements: numbers).map(JSONValue.numbers) ?? .null
    }
  }

  private func body(_ more: [String: JSONValue]) -> JSONObject {
    var body = members
    for (name, value) in more { body[name] = value }
    return body
  }

  func answer(_ more: [String: JSONValue]) throws -> Found {
    let answer = try operation.answer(.object(body(more)), limits: Limits())
    var (loss, gradient, shape): ([Double], [Double], Shape) = ([], [], .scalar)
    for field in answer.fields {
      if field.name == "loss", case .tensor(let tensor) = field.value {
        (loss, shape) = (tensor.converted(to: Double.self).elements, tensor.shape)
      }
      if field.name == "gradients", case .object(let inputs) = field.value,
        case .tensor(let tensor)? = inputs.first?.value
      {
        gradient = tensor.converted(to: Double.self).elements
      }
    }
    return Found(loss: loss, gradient: gradient, shape: shape)
  }

  func problem(_ more: [String: JSONValue]) -> Problem? {
    do throws(Problem) {
      _ = try operation.answer(.object(body(more)), limits: Limits())
      return nil
    } catch { return error }
  }
}

import DetectionCore
import JSON
import Testing

@testable import Operations

/// A parameter that comes as a tensor, as a predictor's graph sends it.
@Suite struct ParameterTensorTests {
  private func value(_ elements: [Double], of name: String, in id: String, isFlag: Bool = false) throws -> JSONValue {
    let parameter = try #require(Registry.named(id)?.declaration.parameter(name))
    return parameter.value(of: AnyTensor(Tensor(elements)), isFlag: isFlag)
  }

  @Test func oneElement_IsANumber_WhereOneIsTaken() throws {
    #expect(try value([0.25], of: "top_k", in: "detections.retinanet") == .number(0.25))
    // One number for every class, or one per class.
    #expect(try value([0.25], of: "score_threshold", in: "detections.retinanet") == .number(0.25))
    #expect(try value([1], of: "class_agnostic", in: "detections.retinanet", isFlag: true) == .bool(true))
  }

  @Test func moreElements_AreAList() throws {
    #expect(
      try value([0.25, 0.5], of: "score_threshold", in: "detections.retinanet") == .numbers(Tensor([0.25, 0.5])))
  }

  @Test func oneElement_IsAList_WhereOnlyThatIsTaken() throws {
    #expect(try value([2], of: "class_weights", in: "losses.cross-entropy") == .numbers(Tensor([2])))
  }
}

import Testing

@testable import Operations

@Suite struct FileEvaluationTests {
  /// A command makes the operation itself; it must be the one that the server answers by.
  @Test(arguments: FileEvaluation.allCases) func evaluations_AreTheRegistrys(kind: FileEvaluation) throws {
    let declaration = kind.operation.declaration
    let listed = try #require(Registry.named("evaluations.\(kind.rawValue)")?.declaration)
    #expect(declaration.id == listed.id)
    #expect(declaration.inputs.map(\.name) == listed.inputs.map(\.name))
    #expect(declaration.parameters.map(\.name) == listed.parameters.map(\.name))
    #expect(["ground_truth", "detections"].allSatisfy { name in declaration.inputs.contains { $0.name == name } })
  }
}

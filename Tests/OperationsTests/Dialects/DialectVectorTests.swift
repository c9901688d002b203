import JSON
import TestSupport
import Testing

@testable import Operations

/// Profiles give the libraries' own numbers, on random and degenerate inputs.
@Suite struct DialectVectorTests {
  @Test(arguments: DialectVector.operations) func profiles_GiveTheLibrariesNumbers(id: String) throws {
    let operation = try #require(Registry.named(id))
    for vector in try DialectVector.all(of: id) {
      guard let wanted = vector.answer else {
        let problem = #expect(throws: Problem.self, "\(vector.name)") { try answer(operation, vector) }
        #expect(problem?.code == .undefined, "\(vector.name)")
        continue
      }
      let found = try answer(operation, vector)
      for (name, numbers) in wanted {
        #expect(vector.error(of: found[name] ?? [], numbers) <= 1, "\(vector.name), \(name)")
      }
    }
  }

  /// Where a library has no number, the operation's own default has one.
  @Test(arguments: DialectVector.operations) func defaults_AreDefinedEverywhere(id: String) throws {
    let operation = try #require(Registry.named(id))
    for vector in try DialectVector.all(of: id) where vector.answer == nil {
      var request = vector.request
      request["compat"] = nil
      let numbers = try VectorRequest(operation, request).answer(in: .float64)
      #expect(numbers.values.allSatisfy { $0.allSatisfy(\.isFinite) }, "\(vector.name)")
    }
  }

  @Test func vectors_AreThereForEveryProfile() throws {
    #expect(DialectVector.operations.count >= 10)
    for id in DialectVector.operations {
      let dialects = try #require(Registry.named(id)?.declaration.dialects)
      let asked = Set(try DialectVector.all(of: id).compactMap { $0.request["compat"]?.text })
      // Of the others the code was read, as their sources say.
      let read = dialects.profiles.filter { $0.source.contains("read") }.map(\.library.rawValue)
      #expect(Set(dialects.profiles.map(\.library.rawValue)).subtracting(asked).isSubset(of: read), "\(id)")
    }
  }

  private func answer(_ operation: Operation, _ vector: DialectVector) throws -> [String: [Double]] {
    let precision = vector.request["precision"]?.text.flatMap(Precision.init(rawValue:)) ?? .float64
    return try VectorRequest(operation, vector.request).answer(in: precision)
  }
}

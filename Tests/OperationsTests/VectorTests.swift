import TestSupport
import Testing

@testable import Operations

/// The recorded vectors, whose answers are numbers of 60 digits rounded to double, through the operations: what a protocol
/// adds to that is text.
@Suite struct VectorTests {
  @Test(arguments: VectorFile.all) func vectors_AgreeInFloat64(_ file: VectorFile) throws {
    let operation = try #require(Registry.named(file.operation))
    let tolerance = VectorTolerance.of(file.operation)
    for vector in try file.vectors() {
      let request = VectorRequest(operation, vector.request)
      let answer = try request.answer(in: .float64)
      var conditioning: Conditioning?
      for (name, wanted) in vector.answer {
        let found = answer[name] ?? []
        #expect(found.count == wanted.count, "\(vector.name), \(name)")
        var error = Float64Comparison(found, wanted).error
        let limit = name.hasPrefix("gradients") ? tolerance.gradients : tolerance.values
        if error > limit, tolerance.conditioning > 0 {
          conditioning = conditioning ?? Conditioning(request, vector.answer)
          let allowed = conditioning?.moves[name]?.map { $0 * tolerance.conditioning * Conditioning.ofFloat64 }
          error = Float64Comparison(found, wanted, allowed: allowed).error
        }
        #expect(error <= limit, "\(vector.name), \(name)")
      }
    }
  }

  /// Both precisions compute with the same numbers, those of the vector rounded to float32.
  @Test(arguments: VectorFile.all) func vectors_AgreeInFloat32(_ file: VectorFile) throws {
    let operation = try #require(Registry.named(file.operation))
    let tolerance = VectorTolerance.of(file.operation)
    var counts = (compared: 0, outOfRange: 0, clamped: 0)
    for vector in try file.vectors() {
      if Self.isClamped(vector.name) {
        counts.clamped += 1
        continue
      }
      let request = VectorRequest(operation, vector.request).rounded
      let exact = try request.answer(in: .float64).filter { vector.answer.keys.contains($0.key) }
      let answer = try request.answer(in: .float32)
      #expect(exact.keys.sorted() == vector.answer.keys.sorted(), "\(vector.name)")
      var conditioning: Conditioning?
      for (name, wanted) in exact {
        let found = answer[name] ?? []
        #expect(found.count == wanted.count, "\(vector.name), \(name)")
        let isByRow = VectorTolerance.isByRow(file.operation, name)
        var comparison = Float32Comparison(found, wanted, rows: isByRow)
        let limit = name.hasPrefix("gradients") ? tolerance.gradientUlps : tolerance.valueUlps
        if comparison.ulps > limit, tolerance.conditioning > 0 {
          conditioning = conditioning ?? Conditioning(request, exact)
          let allowed = conditioning?.moves[name]?.map { $0 * tolerance.conditioning }
          comparison = Float32Comparison(found, wanted, rows: isByRow, allowed: allowed)
        }
        counts.compared += wanted.count
        counts.outOfRange += comparison.outOfRange
        #expect(comparison.ulps <= limit, "\(vector.name), \(name)")
      }
    }
    #expect(counts.compared > 0)
    #expect(counts.outOfRange <= tolerance.outOfRange)
    #expect(counts.clamped <= tolerance.clamped)
  }

  /// How many there are: all of them run in either precision.
  @Test func vectors_AreThereForEveryOperation() throws {
    let names = VectorFile.all.map(\.operation)
    // Evaluations have cases of their own.
    let ids = Registry.all.map(\.declaration).filter { $0.family != "evaluations" }.map(\.id)
    #expect(Set(ids).subtracting(names).isEmpty)
    #expect(try VectorFile.all.map { try $0.vectors().count }.reduce(0, +) >= 1449)
  }

  /// Held at the smallest normal number, which is another one in float32.
  private static func isClamped(_ vector: String) -> Bool {
    vector.contains("wrong-side") || vector.contains("probabilities-tiny") || vector.contains("disjoint-clamped")
  }
}

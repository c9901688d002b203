import TestSupport
import Testing

@testable import DetectionCore

@Suite struct LinearAssignmentTests {
  private struct Case {
    let costs: [Double]
    let rows: Int
    let columns: Int
    /// Of scipy's assignment; `nil` where it finds none.
    let total: Double?
  }

  /// `Tests/Fixtures/assignment/cases.json`: costs, and what `scipy.optimize.linear_sum_assignment` makes of them.
  private static func cases() throws -> [Case] {
    let file = try JSONNode(bytes: [UInt8](Package.text("Tests/Fixtures/assignment/cases.json").utf8))
    return (file["cases"]?.array ?? []).compactMap { node in
      guard let rows = node["rows"]?.number, let columns = node["columns"]?.number, let costs = node["costs"]?.array
      else { return nil }
      return Case(
        costs: costs.map { $0.number ?? .infinity }, rows: Int(rows), columns: Int(columns),
        total: node["total"]?.number)
    }
  }

  @Test func totals_AreThoseOfSciPy() throws {
    let cases = try Self.cases()
    #expect(cases.count >= 60)
    for (number, one) in cases.enumerated() {
      let found = try LinearAssignment(costs: one.costs, rows: one.rows, columns: one.columns, deadline: .never)
      guard let total = one.total else {
        #expect(found == nil, "\(number)")
        continue
      }
      let columns = try #require(found, "\(number)").columns
      #expect(columns.count == one.rows)
      let chosen = columns.compactMap(\.self)
      #expect(chosen.count == min(one.rows, one.columns) && Set(chosen).count == chosen.count, "\(number)")
      let sum = columns.enumerated().reduce(0.0) { sum, pair in
        pair.element.map { sum + one.costs[pair.offset * one.columns + $0] } ?? sum
      }
      #expect(abs(sum - total) <= 1e-12 * max(abs(total), 1), "\(number)")
    }
  }

  /// Against every permutation.
  @Test func smallCases_AreTheCheapestOfAll() throws {
    var generator = SeededGenerator(17)
    for _ in 0..<200 {
      let (rows, columns) = (generator.integer(1..<6), generator.integer(1..<6))
      let costs = (0..<rows * columns).map { _ in Double(generator.integer(-3..<4)) }
      let found = try #require(try LinearAssignment(costs: costs, rows: rows, columns: columns, deadline: .never))
      let sum = found.columns.enumerated().reduce(0.0) { sum, pair in
        pair.element.map { sum + costs[pair.offset * columns + $0] } ?? sum
      }
      #expect(sum == Self.cheapest(costs, rows, columns, from: 0, used: [], left: min(rows, columns)))
    }
  }

  private static func cheapest(
    _ costs: [Double], _ rows: Int, _ columns: Int, from row: Int, used: Set<Int>, left: Int
  ) -> Double {
    guard left > 0 else { return 0 }
    guard row < rows else { return .infinity }
    var best = cheapest(costs, rows, columns, from: row + 1, used: used, left: left)
    for column in 0..<columns where !used.contains(column) {
      let rest = cheapest(costs, rows, columns, from: row + 1, used: used.union([column]), left: left - 1)
      best = min(best, costs[row * columns + column] + rest)
    }
    return best
  }

  @Test func deadline_IsKept() {
    let costs = (0..<400 * 400).map { Double(($0 * 7919) % 1009) }
    let error = detectionError {
      try LinearAssignment(costs: costs, rows: 400, columns: 400, deadline: Deadline(ContinuousClock.now))
    }
    #expect(error == .deadlineExceeded)
  }

  @Test func nothing_IsAssignedToNothing() throws {
    #expect(try LinearAssignment(costs: [], rows: 3, columns: 0, deadline: .never)?.columns == [nil, nil, nil])
    #expect(try LinearAssignment(costs: [], rows: 0, columns: 3, deadline: .never)?.columns == [])
  }
}

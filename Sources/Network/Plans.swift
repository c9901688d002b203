/// The plans of the sizes that came last.
///
/// `@unchecked Sendable`: used on the network thread only.
final class Plans: @unchecked Sendable {
  private var recent: [(height: Int, width: Int, plan: Plan)] = []
  /// Kernels of a size take about a megabyte.
  private static let most = 16

  func plan(height: Int, width: Int, _ make: () throws(NetworkError) -> Plan) throws(NetworkError) -> Plan {
    if let index = recent.firstIndex(where: { $0.height == height && $0.width == width }) {
      let known = recent.remove(at: index)
      recent.append(known)
      return known.plan
    }
    let plan = try make()
    if recent.count >= Self.most { recent.removeFirst() }
    recent.append((height, width, plan))
    return plan
  }
}

/// Keeps the best `k` of what it is given, in memory for about 2k of them, however many come.
///
/// When its store is full it sorts and cuts, and from then on turns away what is no better than the worst it kept.
/// `isBetter` must be a strict total order, so that the outcome does not depend on the order of arrival.
struct TopK<Element> {
  private let k: Int
  private let capacity: Int
  private let isBetter: (Element, Element) -> Bool
  private let sort: (inout [Element]) -> Void
  private var store: [Element] = []
  /// The worst of k elements at the last cut: nothing that is not better can be among the best.
  private var bar: Element?

  /// `sort` puts the best first; without one, it is done by comparing.
  init(
    _ k: Int, by isBetter: @escaping (Element, Element) -> Bool, sorting sort: ((inout [Element]) -> Void)? = nil
  ) {
    self.k = k
    self.isBetter = isBetter
    self.sort = sort ?? { $0.sort(by: isBetter) }
    let (double, overflow) = k.multipliedReportingOverflow(by: 2)
    capacity = overflow ? .max : Swift.max(double, 1024)
  }

  mutating func insert(_ element: Element) {
    if let bar, !isBetter(element, bar) { return }
    if store.count >= capacity { cut() }
    store.append(element)
  }

  /// The best, in order.
  mutating func sorted() -> [Element] {
    cut()
    return store
  }

  private mutating func cut() {
    sort(&store)
    if store.count > k { store.removeLast(store.count - k) }
    if store.count == k { bar = store.last }
  }
}

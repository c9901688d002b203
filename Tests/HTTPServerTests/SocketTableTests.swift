import Testing

@testable import HTTPServer

@Suite struct SocketTableTests {
  @Test func value_IsThereUntilItIsTakenOut() {
    var table = SocketTable<String>()
    table.set("a", at: 7)
    table.set("b", at: 7)
    #expect(table.count == 1)
    #expect(table.update(at: 7) { $0 + $0 } == "bb")
    #expect(
      table.update(at: 6) { $0 } == nil && table.update(at: 700) { $0 } == nil && table.update(at: -1) { $0 } == nil)
    #expect(table.remove(at: 7) == "b" && table.remove(at: 7) == nil && table.remove(at: -1) == nil)
    #expect(table.count == 0)
    table.set("none", at: -1)
    #expect(table.count == 0)
  }

  @Test func update_ChangesTheValue() {
    var table = SocketTable<Int>()
    table.set(1, at: 3)
    table.update(at: 3) { $0 += 1 }
    #expect(table.remove(at: 3) == 2)
  }

  @Test(arguments: [UInt64(0), 3, 4, 1000, .max]) func visit_SeesEveryValueOnce_OrAsManyAsItMay(_ start: UInt64) {
    var table = SocketTable<Int32>()
    for socket: Int32 in [2, 3, 5, 9] { table.set(socket, at: socket) }
    for limit in 0...5 {
      var seen: [Int32] = []
      table.visit(atMost: limit, from: start) { socket, value in
        #expect(socket == value)
        seen.append(socket)
      }
      #expect(seen.count == min(limit, 4) && Set(seen).count == seen.count)
    }
  }
}

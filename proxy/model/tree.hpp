// SPDX-License-Identifier: Apache-2.0
#pragma once
// The parameter tree of one CWMP endpoint: rows of cells. `Device.` itself is the first row; a table hangs below a row
// and has rows of its own. All single objects between are part of the columns' names ("ManagementServer.URL"), so that
// a value costs one cell and an object nothing.
// Spec: TR-069 Amendment 6, A.2.2 (paths, instance identifiers), 3.6.1 (aliases); TR-106, section 3.2
// Thread: loop. While it is frozen any thread may read it.

#include "proxy/base/error.hpp"
#include "proxy/model/cell_text.hpp"
#include "proxy/model/parameter.hpp"
#include "proxy/model/path.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace proxy::model {

class Row;
class Table;

using ColumnIndex = std::uint32_t;
inline constexpr ColumnIndex kNoColumn = 0xffffffff;

/// How rows are named in paths that we make.
enum class Naming : std::uint8_t { numbers, aliases };

/// Names one parameter. Valid until its row is removed.
struct ParameterRef {
  Row* row = nullptr;
  ColumnIndex column = 0;
  auto operator<=>(const ParameterRef&) const = default;
  const Parameter& info() const;
};

struct Attributes {
  Notification notification = Notification::off;
  bool subscriber_may_write = true;  ///< the AccessList holds "Subscriber"
  bool operator==(const Attributes&) const = default;
};

/// The columns that rows have in common.
struct Shape {
  std::vector<Parameter> columns;    ///< in the order of declaration: a ColumnIndex never changes
  std::vector<ColumnIndex> by_name;  ///< the columns in the order of their names
  std::vector<ColumnIndex> unused;   ///< places of columns that were undeclared
  std::vector<std::string> objects;  ///< objects that exist without a parameter, sorted: "X_00D09E_Home."
  bool is_common = false;            ///< of rows of many tables: nothing more is declared in it
};

/// A shape for rows of any tables, so that a row of it costs its cells alone. The names are legal, and none stands in
/// the way of another; a table's count is among them if rows of this shape have tables, and an alias comes first.
std::shared_ptr<Shape> make_shape(std::vector<Parameter> columns);

class Cell {
  friend class Tree;
  alignas(char*) CellText value_;  // of a longer text it has the address
  std::int8_t notification_ = -1;  ///< -1: as declared
  bool subscriber_may_write_ = true;
  bool has_value_ = false;  ///< otherwise it reads as the parameter's initial value
  bool baseline_ = false;   ///< its source has spoken since the start
};

class Row {
 public:
  std::uint32_t number() const { return number_; }
  const Shape& shape() const { return *shape_; }
  const std::vector<std::unique_ptr<Table>>& tables() const { return tables_; }
  Table* parent() const { return parent_; }

  /// The source's own word for this row.
  std::uint32_t source_key = 0;

 private:
  friend class Tree;
  std::uint32_t number_ = 0;
  Table* parent_ = nullptr;  ///< null for `Device.` alone
  std::shared_ptr<Shape> shape_;
  std::vector<Cell> cells_;                     ///< may be shorter than the shape: the rest have their initial values
  std::vector<std::unique_ptr<Table>> tables_;  ///< in the order of their names
};

class Table {
 public:
  const std::string& name() const { return name_; }  ///< relative to its row, with the final dot: "Sensor."
  Row& parent() const { return *parent_; }
  const std::vector<std::unique_ptr<Row>>& rows() const { return rows_; }  ///< by ascending number
  Row* find(std::uint32_t number) const;
  bool creatable() const { return creatable_; }
  bool full() const { return most_rows_ != 0 && rows_.size() >= most_rows_; }
  /// Of its rows: the parameter whose value names a row in paths; kNoColumn if they have numbers alone.
  ColumnIndex alias_column() const { return alias_column_; }
  const Shape& row_shape() const { return *row_shape_; }
  DataSource* source() const { return source_; }
  std::uint32_t source_key() const { return source_key_; }

 private:
  friend class Tree;
  std::string name_;
  Row* parent_ = nullptr;
  bool creatable_ = false;
  std::uint32_t most_rows_ = 0;
  DataSource* source_ = nullptr;
  std::uint32_t source_key_ = 0;
  ColumnIndex count_column_ = 0;  ///< of the parent: XNumberOfEntries
  ColumnIndex alias_column_ = kNoColumn;
  std::vector<Row*> named_;  ///< those whose alias is not own_alias() of their number, by alias
  std::shared_ptr<Shape> row_shape_;
  std::vector<std::unique_ptr<Row>> rows_;
};

struct TableInfo {
  std::string name;              ///< relative, without the final dot: "ManagementServer.EmbeddedDevice"
  bool creatable = false;        ///< an ACS may add and delete rows
  DataSource* source = nullptr;  ///< who adds and deletes them; null: the tree alone holds them
  std::uint32_t source_key = 0;
  bool aliased = false;         ///< its rows have the parameter Alias, which the tree declares
  std::uint32_t most_rows = 0;  ///< 0 for no limit
  std::shared_ptr<Shape> shape =
      {};  ///< of make_shape(), for its rows without one of their own; null: declare() adds to it
};

/// Who made a change; decides whether the ACS is notified of it.
enum class Origin : std::uint8_t {
  device,  ///< the first value since the start is a baseline and tells nobody
  local,   ///< tr069-proxyctl or the gateway itself
  acs,     ///< the ACS made it, and is not told
  start,   ///< restored or filled in while starting
};

/// What a path names.
struct Selection {
  /// pattern: `path` has wildcards, and Matches (matches.hpp) goes through what it stands for.
  enum class Kind { row, object, table, parameter, pattern } kind = Kind::row;
  Row* row = nullptr;       ///< the row itself, or the one that object, table or parameter belong to
  std::string object = {};  ///< of an object: its name relative to the row, with the final dot
  Table* table = nullptr;
  ColumnIndex column = 0;
  std::string path = {};  ///< as it was given, rows named by number or alias; "Device." for the whole tree
};

/// Where a path has a wildcard.
struct Wildcard {
  Table* table = nullptr;  ///< null: it has none
  std::size_t begin = 0;   ///< of the "*" in the path
};

class Tree {
 public:
  /// Told of each changed value, and of each row and parameter about to go. An observer outlives the tree.
  struct Observer {
    std::function<void(ParameterRef, Origin)> value_changed = {};
    std::function<void(Row&)> row_removed = {};
    std::function<void(ParameterRef)> parameter_removed = {};
  };

  Tree();
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  void observe(Observer observer) { observers_.push_back(std::move(observer)); }

  // ---- declaring. Not while frozen. ----
  /// Adds a column to this row alone; rows that shared its shape keep theirs. 9003 if the name is illegal or taken, or
  /// its path longer than a message can carry.
  base::Result<ColumnIndex> declare(Row& row, Parameter parameter);
  /// Adds a column to all rows of the table, those to come included.
  base::Result<ColumnIndex> declare(Table& table, Parameter parameter);
  base::Result<Table*> declare_table(Row& row, TableInfo info);
  /// An object that is there although nothing is declared below it yet.
  base::Result<void> declare_object(Row& row, std::string_view name);
  /// Takes back everything declared at or below the name; tables with their rows.
  void undeclare(Row& row, std::string_view name);

  // ---- changing. Not while frozen. ----
  /// 9004 if the number is taken. `shape`, of make_shape(), is for this row; where rows have aliases it has one too.
  base::Result<Row*> add_row(Table& table, std::uint32_t number, Origin origin, std::shared_ptr<Shape> shape = {});
  /// The row's parameters are declared in another way from now on; they are the same ones, and keep their values.
  void set_shape(Row& row, std::shared_ptr<Shape> shape);
  void remove_row(Row& row, Origin origin);
  /// The table's rows have numbers alone from now on, so that a column of the name Alias can be declared.
  void drop_aliases(Table& table);
  /// Gives the parameter a value, canonical for its type; true if it differs from the one before.
  bool set_value(ParameterRef parameter, std::string value, Origin origin);
  /// As if it had never had one.
  void reset_value(ParameterRef parameter, Origin origin);
  void set_attributes(ParameterRef parameter, Attributes attributes);
  /// Back to what was declared.
  void reset_attributes(ParameterRef parameter);

  // ---- reading ----
  Row& root() { return root_; }
  const Row& root() const { return root_; }
  /// As an ACS may see it: a hidden parameter reads as empty.
  std::string_view value(ParameterRef parameter) const;
  /// Hidden or not: for who is to use it.
  std::string_view stored_value(ParameterRef parameter) const;
  bool has_value(ParameterRef parameter) const;
  Attributes attributes(ParameterRef parameter) const;
  bool has_own_attributes(ParameterRef parameter) const;
  /// What the path of a request names: "" and "Device." the whole tree. 9005 if nothing.
  base::Result<Selection> select(std::string_view path) const;
  /// The same of a path relative to a row. Stops at the first wildcard, which goes into `wildcard`, with an error
  /// then; null: a wildcard is 9005 as well. Leaves Selection::path to the caller.
  base::Result<Selection> select(Row& row, std::string_view path, Wildcard* wildcard) const;
  /// A parameter by its full path. 9005 if there is none.
  base::Result<ParameterRef> find(std::string_view path) const;
  /// By numbers it never changes, and is what the store knows things by.
  std::string path(ParameterRef parameter, Naming naming = Naming::numbers) const;
  std::string path(const Row& row, Naming naming = Naming::numbers) const;  ///< with the final dot
  std::string path(const Table& table) const;                               ///< with the final dot
  std::string path(const Selection& selection) const;                       ///< of no pattern
  /// Appends what names the row in its table, and a dot.
  void append_identifier(std::string& path, const Row& row, Naming naming) const;
  /// What a reference reads as with its rows named by aliases; any other text as it is.
  std::string with_aliases(std::string_view reference) const;
  /// Empty where the table has none.
  std::string_view alias(const Row& row) const;
  /// By number or alias; null if there is none, and for a wildcard. Does not slow down with the number of rows.
  Row* find_row(const Table& table, const InstanceIdentifier& identifier) const;

  // ---- freezing ----
  /// Keeps rows and values as they are while an answer is being sent, which reads them from another thread.
  class Freeze {
   public:
    explicit Freeze(Tree& tree) : tree_(&tree) { ++tree_->freezes_; }
    Freeze(Freeze&& other) noexcept : tree_(std::exchange(other.tree_, nullptr)) {}
    Freeze& operator=(Freeze&&) = delete;
    ~Freeze();

   private:
    Tree* tree_;
  };
  bool frozen() const { return freezes_ > 0; }
  /// Calls back at once, or as soon as the tree is no longer frozen, in the order of the calls.
  void when_thawed(std::function<void()> callback);

 private:
  base::Result<ColumnIndex> declare(Row& row, Shape& shape, Parameter parameter);
  base::Result<ColumnIndex> count_column(Row& row, std::string name);
  void unshare(Row& row);
  Cell& cell(ParameterRef parameter);
  const Cell* find_cell(ParameterRef parameter) const;
  void update_count(Table& table, Origin origin);
  void forget(Row& row);
  void index_alias(Row& row);
  void unindex_alias(Row& row);
  std::vector<Row*>::const_iterator first_named(const Table& table, std::string_view alias) const;

  Row root_;
  std::vector<Observer> observers_;
  std::vector<std::function<void()>> waiting_;
  unsigned freezes_ = 0;
};

}  // namespace proxy::model

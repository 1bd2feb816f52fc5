/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TR069_PROXY_ADAPTER_ABI_H
#define TR069_PROXY_ADAPTER_ABI_H
/*
 * The boundary between the daemon (the host) and an adapter: a shared object that exports one symbol, adapter_api_v1,
 * of type struct adapter_api. C99, no allocation crosses it, no exception crosses it.
 *
 * Threads. The host calls every function of struct adapter_api on its loop thread, one call at a time, and expects
 * each to return at once: slow work belongs on a thread of the adapter's own. The functions of struct adapter_host may
 * be called from any thread between the call of start() and the return of stop(); log() from create() on too. They
 * never block and never call back into the adapter before they return.
 *
 * Text. Every const char* is UTF-8 and ends in NUL; a struct adapter_text is counted and need not. What the callee
 * wants to keep it copies: pointers are valid during the call only, unless said otherwise.
 *
 * Values. A value is the text of its type's XML Schema form: "true", "-7", "21.5", "2026-11-22T10:15:30Z", "0AFF".
 *
 * Versions. Both tables begin with abi_version and struct_size, which are compared before any call. A later version
 * of the same abi_version only appends fields; who wants one of those looks at struct_size first.
 */
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ADAPTER_ABI_VERSION 1u

/* Mounts, tables, columns, rows and devices are named by handles that the host gives out. 0 is none: it is what a
 * refused call returns, and every call that is given it does nothing. A handle is never given out twice. */
typedef uint32_t adapter_handle;
#define ADAPTER_NONE 0u
#define ADAPTER_MOUNT 1u /* the object at which the adapter is mounted, which counts as a row for publish() */
#define ADAPTER_VALUE 2u /* the column of a capability's row that holds its value */

struct adapter_text {
  const char* data;
  size_t size;
};

enum adapter_log_level { ADAPTER_LOG_DEBUG = 0, ADAPTER_LOG_INFO = 1, ADAPTER_LOG_WARNING = 2, ADAPTER_LOG_ERROR = 3 };

/* ---- configuration, as data ------------------------------------------------------------------------------------ */

enum adapter_node_kind { ADAPTER_NODE_NULL = 0, ADAPTER_NODE_SCALAR = 1, ADAPTER_NODE_LIST = 2, ADAPTER_NODE_MAP = 3 };
#define ADAPTER_NO_NODE UINT32_MAX

/* One node of the adapter's section; tags and aliases are resolved. */
struct adapter_node {
  uint32_t kind;      /* enum adapter_node_kind */
  const char* key;    /* of an entry of a map; NULL in a list and for node 0 */
  const char* scalar; /* of a scalar; NULL otherwise */
  const char* file;
  uint32_t line, column; /* from 1 */
  uint32_t first_child;  /* index into the array, or ADAPTER_NO_NODE */
  uint32_t next;         /* the next entry of the same list or map, or ADAPTER_NO_NODE */
};

/* Node 0 is the adapter's whole section, a map. The array lives until destroy() returns. */
struct adapter_config {
  const struct adapter_node* nodes;
  uint32_t count;
};

enum adapter_option_kind {
  ADAPTER_OPTION_STRING = 0,
  ADAPTER_OPTION_BOOLEAN = 1,
  ADAPTER_OPTION_INTEGER = 2, /* minimum and maximum hold */
  ADAPTER_OPTION_DECIMAL = 3, /* minimum and maximum hold */
  ADAPTER_OPTION_MAP = 4,     /* a map whose keys are the children */
  ADAPTER_OPTION_LIST = 5,    /* a list of such maps, or of scalars if there are no children */
  ADAPTER_OPTION_WORDS = 6,   /* a map of any scalar keys to scalars, such as a value map */
  ADAPTER_OPTION_SECRET = 7   /* a string that is nobody's to read: masked where the configuration is shown */
};

/* One row a configuration key. The host checks the section against these rows before create() sees it: unknown keys,
 * kinds, ranges, choices and missing required keys need no code in an adapter. */
struct adapter_option {
  const char* key;
  uint32_t kind;             /* enum adapter_option_kind */
  uint32_t required;         /* 0 or 1 */
  const char* default_value; /* what applies when the key is absent; NULL if that is nothing at all */
  double minimum, maximum;   /* no bound where both are 0 */
  const char* unit;          /* "s", "ms", "bytes"; NULL without one */
  const char* choices;       /* the words allowed, separated by one space; NULL for any */
  const char* meaning;       /* one sentence for the reference */
  const struct adapter_option* children;
  size_t child_count;
};

/* Reports a mistake at a node of the configuration; the host adds file:line:column. */
typedef void (*adapter_report)(void* context, uint32_t node, const char* message);

/* Takes one line of text, without its end. */
typedef void (*adapter_say)(void* context, const char* line);

/* ---- what an adapter declares ---------------------------------------------------------------------------------- */

enum adapter_type {
  ADAPTER_STRING = 0,
  ADAPTER_BOOLEAN = 1,
  ADAPTER_INT = 2,
  ADAPTER_UNSIGNED_INT = 3,
  ADAPTER_LONG = 4,
  ADAPTER_UNSIGNED_LONG = 5,
  ADAPTER_DECIMAL = 6,
  ADAPTER_DATE_TIME = 7,
  ADAPTER_BASE64 = 8,
  ADAPTER_HEX_BINARY = 9
};

enum adapter_notify { ADAPTER_NOTIFY_OFF = 0, ADAPTER_NOTIFY_PASSIVE = 1, ADAPTER_NOTIFY_ACTIVE = 2 };

enum adapter_column_flags {
  ADAPTER_WRITABLE = 1, /* check() and apply() are called for it */
  ADAPTER_LIVE = 2,     /* get() is called before an ACS reads it */
  ADAPTER_HIDDEN = 4,   /* reads back empty, as a password does */
  ADAPTER_STORED = 8    /* writable, kept by the host alone: neither check() nor apply() is called */
};

/* A parameter below the mount, or a column of a table: one row of cells, whatever the number of rows. */
struct adapter_column {
  const char* name;          /* relative to the parent: "Temperature", "Battery.Level" */
  uint32_t type;             /* enum adapter_type */
  uint32_t flags;            /* enum adapter_column_flags */
  uint32_t notify;           /* enum adapter_notify: the attribute until an ACS changes it */
  const char* default_value; /* NULL: the type's own (false, 0, empty, Unknown Time) */
  const char* minimum;       /* decimal text, NULL for none; binds what an ACS sets */
  const char* maximum;
  uint32_t max_length;      /* in characters; 0 for none */
  const char* const* words; /* the enumeration an ACS may set; NULL for any */
  size_t word_count;
  uint32_t confirm_timeout_ms; /* how long a set may take to be confirmed; 0: the host's default of 5 s */
};

struct adapter_table {
  const char* name;   /* relative to the parent, without {i}: "Sensor"; SensorNumberOfEntries comes with it */
  uint32_t creatable; /* 1: an ACS may add and delete rows; add_object() and delete_object() are called */
};

/* A device that is proxied: a row of Device.ManagementServer.EmbeddedDevice.{i}. (TR-069 Annex J.3). */
struct adapter_device {
  const char* controller; /* the bridge it hangs on, "zigbee2mqtt"; with identity unique in the house */
  const char* identity;   /* what never changes about it: an IEEE address, a MAC */
  const char* protocol;   /* "ZigBee", "Z-Wave", or a vendor's word without its prefix: "MQTT" */
};

/* ---- the standard shape of a device ---------------------------------------------------------------------------- */

/* What is shown of a device in the host's table Device.X_<OUI>_ProxiedDevice.{i}., beside ProxyProtocol, Online and
 * LastTimeContacted, which the host knows. NULL is the same as "". */
struct adapter_device_facts {
  const char* name;        /* as its bridge calls it; the one that an ACS sets holds until this one changes */
  const char* type;        /* of TR-181's IoTDeviceType: "Light", "Thermostat"; "" where none fits */
  const char* description; /* for people: "Aqara WSDCGQ11LM Temperature and humidity sensor" */
};

/* The classes of IoTCapability.{i}. (TR-181 2.19, tr-181-2-iot.xml); the last two are X_<OUI>_TextSensor and
 * _TextControl. */
enum adapter_capability_class {
  ADAPTER_BINARY_CONTROL = 0,     /* boolean, set */
  ADAPTER_LEVEL_CONTROL = 1,      /* decimal, set; with Unit, MinValue, MaxValue */
  ADAPTER_ENUM_CONTROL = 2,       /* one of ValidValues, set */
  ADAPTER_BINARY_SENSOR = 3,      /* boolean */
  ADAPTER_LEVEL_SENSOR = 4,       /* decimal; with Unit */
  ADAPTER_MULTI_LEVEL_SENSOR = 5, /* decimals separated by commas; with Unit and ValueNames */
  ADAPTER_ENUM_SENSOR = 6,        /* one of ValidValues */
  ADAPTER_TEXT_SENSOR = 7,        /* string */
  ADAPTER_TEXT_CONTROL = 8        /* string, set */
};

/* One thing that a device measures or can be told: a row of its IoTCapability.{i}. Its value is the cell of
 * ADAPTER_VALUE. NULL is the same as "". */
struct adapter_capability {
  const char* identity;      /* unique among the device's capabilities of the class, and never another: "temperature" */
  uint32_t capability_class; /* enum adapter_capability_class */
  const char* name;          /* for people; the one that an ACS sets holds until this one changes */
  const char*
      type; /* a word of TR-181's table for the class: "Switch", "Temperature"; another one becomes X_<OUI>_<word> */
  const char* unit;    /* of the classes that have one: a word of IoTUnitType, "degC"; another one likewise; "": "-" */
  const char* minimum; /* of ADAPTER_LEVEL_CONTROL: decimal text; bind what an ACS sets; "" for none */
  const char* maximum;
  const char* const* words; /* ValidValues, or ValueNames; a value may be one of them alone */
  size_t word_count;
  uint32_t notify; /* enum adapter_notify: the attribute of its value until an ACS changes it */
  uint32_t confirm_timeout_ms;
};

enum adapter_presence { ADAPTER_UNKNOWN = 0, ADAPTER_ONLINE = 1, ADAPTER_OFFLINE = 2 };

struct adapter_value {
  adapter_handle row; /* or ADAPTER_MOUNT */
  adapter_handle column;
  struct adapter_text text;
};

/* ---- requests and their answers -------------------------------------------------------------------------------- */

typedef uint64_t adapter_token; /* names one item of one request; an answer that is late or given twice is harmless */

enum adapter_status {
  ADAPTER_DONE = 0,          /* get: published; check: acceptable; apply: carried out, and confirmed if that is known */
  ADAPTER_SENT = 1,          /* apply: on its way; a publish() of the same value to the same cell confirms it */
  ADAPTER_NOT_SENT = 2,      /* apply: the device or its broker is away; the host keeps the set and applies it again */
  ADAPTER_REFUSED = 3,       /* the device says no: 9001 */
  ADAPTER_INVALID_VALUE = 4, /* 9007 */
  ADAPTER_NO_RESOURCES = 5,  /* 9004 */
  ADAPTER_FAILED = 6         /* 9002 */
};

/* One item of get(), check() or apply(). value is empty in get(). */
struct adapter_item {
  adapter_token token;
  adapter_handle row; /* or ADAPTER_MOUNT */
  adapter_handle column;
  struct adapter_text value;
};

/* ---- the host's table, given to create() ----------------------------------------------------------------------- */

struct adapter_host {
  uint32_t abi_version;
  uint32_t struct_size;
  void* context;          /* the first argument of every function below */
  const char* name;       /* of this adapter in the configuration */
  const char* oui;        /* of the gateway: six upper-case hex digits, for names such as X_00D09E_ZigBee */
  const char* config_dir; /* where the package keeps profiles */

  void (*log)(void* context, uint32_t level, const char* message);

  /* Declares a device; the same controller and identity give the same row of EmbeddedDevice again. */
  adapter_handle (*device)(void* context, const struct adapter_device* device);
  /* Removes the device with its row of EmbeddedDevice; its number is kept for its return. */
  void (*remove_device)(void* context, adapter_handle device);
  /* Declares a table below the mount or below a row. Declaring one twice gives the first one's handle. */
  adapter_handle (*declare_table)(void* context, adapter_handle parent, const struct adapter_table* table);
  /* Declares a column below the mount (a parameter), a table (for all its rows) or a single row. */
  adapter_handle (*declare)(void* context, adapter_handle parent, const struct adapter_column* column);
  /* Adds the row that belongs to identity, or finds it: its number is the host's to give and outlives restarts.
   * device may be ADAPTER_NONE; of a device's rows the first is what EmbeddedDevice.Reference names. */
  adapter_handle (*add_row)(void* context, adapter_handle table, adapter_handle device, const char* identity);
  void (*remove_row)(void* context, adapter_handle row);
  /* Values as the devices have them. What does not fit the column's type keeps the last value and is counted. */
  void (*publish)(void* context, const struct adapter_value* values, size_t count);
  /* A row, or every row of a device. A set to what is offline is kept and not sent. */
  void (*presence)(void* context, adapter_handle row_or_device, uint32_t presence);
  /* Answers one item; detail, for people, may be NULL. */
  void (*reply)(void* context, adapter_token token, uint32_t status, const char* detail);
  /* Answers add_object(): the new row, which add_row() made. */
  void (*reply_row)(void* context, adapter_token token, adapter_handle row);
  /* Runs function(argument) on the loop thread, unless the adapter is stopped before. */
  void (*post)(void* context, void (*function)(void* argument), void* argument);
  /* Counts a message that could not be used, with the reason; shown by tr069-proxyctl. */
  void (*rejected)(void* context, const char* reason);

  /* Shows the device in the standard shape, or, called again, what has changed about it. It is what
   * EmbeddedDevice.Reference names. The answer is its row; remove_device() takes that away as well. */
  adapter_handle (*show_device)(void* context, adapter_handle device, const struct adapter_device_facts* facts);
  /* Gives a device that is shown a capability, or changes what is known of it; identity and class give the same row
   * again. The answer is its row, of which the host keeps the number, for publish(), remove_row() and in items. */
  adapter_handle (*capability)(void* context, adapter_handle device, const struct adapter_capability* capability);
  /* Something was found that is not shown, and why; for tr069-proxyctl devices, once for each identity. A reason of ""
   * takes it back, and so does show_device(). */
  void (*skipped)(void* context, const char* identity, const char* reason);
};

/* The table of the first release; what follows `rejected` is there if struct_size says so. */
#define ADAPTER_HOST_LEAST_SIZE offsetof(struct adapter_host, show_device)

/* ---- the adapter's table, which it exports --------------------------------------------------------------------- */

struct adapter_api {
  uint32_t abi_version; /* ADAPTER_ABI_VERSION of the header it was built with */
  uint32_t struct_size; /* sizeof(struct adapter_api) */
  const char* name;     /* "mqtt"; the file is <name>.so */
  const struct adapter_option* options;
  size_t option_count;

  /* Checks the configuration and keeps what it needs of it, and does nothing else: no thread, no socket, no file.
   * NULL, after at least one report, if the configuration is wrong. host lives until destroy() returns. */
  void* (*create)(const struct adapter_host* host, const struct adapter_config* config, adapter_report report,
                  void* report_context);
  /* Declares, connects, begins to publish. 0, or anything else if it cannot. */
  int (*start)(void* adapter);
  /* Ends all threads of the adapter; after it returns the host is not called any more. */
  void (*stop)(void* adapter);
  void (*destroy)(void* adapter);

  /* Requests. Each item is answered by reply(), now or later; one that is not is given up at its deadline. NULL where
   * no column of the adapter needs it. */
  void (*get)(void* adapter, const struct adapter_item* items, size_t count);
  /* Would these be accepted, all of them together? Changes nothing and sends nothing. NULL: always. */
  void (*check)(void* adapter, const struct adapter_item* items, size_t count);
  void (*apply)(void* adapter, const struct adapter_item* items, size_t count);
  void (*add_object)(void* adapter, adapter_token token, adapter_handle table);
  void (*delete_object)(void* adapter, adapter_token token, adapter_handle row);

  /* The host shows this row from an earlier run. Who can reach it although it has not spoken since calls add_row();
   * until somebody does, sets to it wait. NULL: they always wait. */
  void (*known_row)(void* adapter, adapter_handle table, const char* identity);

  /* Files that an ACS has downloaded for the adapter. file_types are the names of their types, each a word or more:
   * "Sensor Image" is the FileType "X 00D09E Sensor Image", with the gateway's OUI. NULL without any.
   * put_file() gives one: its whole FileType, and where it is until the answer, for which there is a minute; it may be
   * moved away. It may be given again after a restart. ADAPTER_DONE: taken, and in use. ADAPTER_INVALID_VALUE: the file
   * is no good (9018). Anything else: refused. */
  const char* const* file_types;
  size_t file_type_count;
  void (*put_file)(void* adapter, adapter_token token, const char* file_type, const char* path);

  /* What a message would do, and why not; for people. Changes nothing and sends nothing; works before start() too, as
   * far as the configuration alone tells. say() is called with a line at a time, during the call. NULL: not told. */
  void (*explain)(void* adapter, const char* address, struct adapter_text payload, adapter_say say, void* context);
};

/* The table of the first release, which is the least that is taken. */
#define ADAPTER_API_LEAST_SIZE offsetof(struct adapter_api, file_types)

/* Exported by a shared adapter under exactly this name. */
#define ADAPTER_API_SYMBOL "adapter_api_v1"
#define ADAPTER_EXPORT __attribute__((visibility("default")))

#ifdef __cplusplus
}
#endif
#endif

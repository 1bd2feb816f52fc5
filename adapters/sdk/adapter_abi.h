/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TR069_PROXY_ADAPTER_ABI_H
#define TR069_PROXY_ADAPTER_ABI_H
/*
 * The boundary between the daemon (the host) and an adapter. An adapter is a shared object that exports one symbol,
 * adapter_api_v1, of type struct adapter_api. C99. No allocation and no exception crosses the boundary.
 *
 * Threads. The host calls every function of struct adapter_api on its loop thread, one call at a time. Each must return
 * at once: slow work belongs on a thread of the adapter. An adapter may call the functions of struct adapter_host from
 * any thread between the call of start() and the return of stop(), and log() from create() on. They never block, and
 * never call the adapter before they return.
 *
 * Text. Every const char* is UTF-8 and ends in NUL; a struct adapter_text has a size instead. Pointers are valid during
 * the call only, unless a comment states otherwise: the callee copies what it keeps.
 *
 * Values. A value is the text of its type's XML Schema form: "true", "-7", "21.5", "2026-11-22T10:15:30Z", "0AFF".
 *
 * Versions. Both tables begin with abi_version and struct_size, which are compared before any call. A later release of
 * the same abi_version only appends fields: check struct_size before you use an appended one.
 */
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ADAPTER_ABI_VERSION 1u

/* Mounts, tables, columns, rows and devices have opaque handles, which the host gives. A call that is refused returns
 * ADAPTER_NONE, and a call with ADAPTER_NONE does nothing. The host never gives a handle twice. */
typedef uint32_t adapter_handle;
#define ADAPTER_NONE 0u
#define ADAPTER_MOUNT 1u /* the object at which the adapter is mounted, which counts as a row for publish() */
#define ADAPTER_VALUE 2u /* in the row of a capability, the column of its value */

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
  ADAPTER_OPTION_INTEGER = 2, /* minimum and maximum apply */
  ADAPTER_OPTION_DECIMAL = 3, /* minimum and maximum apply */
  ADAPTER_OPTION_MAP = 4,     /* a map whose keys are the children */
  ADAPTER_OPTION_LIST = 5,    /* a list of such maps, or of scalars if there are no children */
  ADAPTER_OPTION_WORDS = 6,   /* a map of any scalar keys to scalars, such as a value map */
  ADAPTER_OPTION_SECRET = 7   /* a string that is masked where the configuration is shown */
};

/* One configuration key. The host checks the section against these rows before it calls create(): an adapter needs no
 * code for unknown keys, kinds, ranges, choices and missing required keys. */
struct adapter_option {
  const char* key;
  uint32_t kind;             /* enum adapter_option_kind */
  uint32_t required;         /* 0 or 1 */
  const char* default_value; /* the value when the key is absent; NULL without a default */
  double minimum, maximum;   /* no bound if both are 0 */
  const char* unit;          /* "s", "ms", "bytes"; NULL without one */
  const char* choices;       /* the allowed words, separated by one space; NULL: any */
  const char* meaning;       /* one sentence for the reference */
  const struct adapter_option* children;
  size_t child_count;
};

/* Reports a mistake at a node of the configuration; the host adds file:line:column. */
typedef void (*adapter_report)(void* context, uint32_t node, const char* message);

/* Receives one line of text, without a line end. */
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
  ADAPTER_WRITABLE = 1, /* the host calls check() and apply() for it */
  ADAPTER_LIVE = 2,     /* the host calls get() before an ACS reads it */
  ADAPTER_HIDDEN = 4,   /* reads as empty, as a password does */
  ADAPTER_STORED = 8    /* writable, and kept by the host alone: it calls neither check() nor apply() */
};

/* A parameter below the mount, or a column of a table: one row of cells, whatever the number of rows. */
struct adapter_column {
  const char* name;          /* relative to the parent: "Temperature", "Battery.Level" */
  uint32_t type;             /* enum adapter_type */
  uint32_t flags;            /* enum adapter_column_flags */
  uint32_t notify;           /* enum adapter_notify: the attribute until an ACS changes it */
  const char* default_value; /* NULL: the type's own (false, 0, empty, Unknown Time) */
  const char* minimum;       /* decimal text; NULL: no bound; applies to what an ACS sets */
  const char* maximum;
  uint32_t max_length;      /* in characters; 0: no bound */
  const char* const* words; /* the values that an ACS may set; NULL: any */
  size_t word_count;
  uint32_t confirm_timeout_ms; /* the time in which a set must be confirmed; 0: the host's default of 5 s */
};

struct adapter_table {
  const char* name;   /* relative to the parent, without {i}: "Sensor"; SensorNumberOfEntries comes with it */
  uint32_t creatable; /* 1: an ACS may add and delete rows; the host calls add_object() and delete_object() */
};

/* A proxied device: a row of Device.ManagementServer.EmbeddedDevice.{i}. (TR-069 Annex J.3). */
struct adapter_device {
  const char* controller; /* its bridge, "zigbee2mqtt"; unique together with identity */
  const char* identity;   /* an address that never changes: an IEEE address, a MAC address */
  const char* protocol;   /* "ZigBee", "Z-Wave", or a vendor's word without its prefix: "MQTT" */
};

/* ---- the standard shape of a device ---------------------------------------------------------------------------- */

/* The row of a device in the host's table Device.X_<OUI>_ProxiedDevice.{i}. The host adds ProxyProtocol, Online and
 * LastTimeContacted. NULL is the same as "". */
struct adapter_device_facts {
  const char* name;        /* its name at its bridge; a name set by an ACS stays until this one changes */
  const char* type;        /* a word of TR-181's IoTDeviceType: "Light", "Thermostat"; "" if none fits */
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

/* One thing that a device measures or that can be set: a row of its IoTCapability.{i}. Its value is in the column
 * ADAPTER_VALUE. NULL is the same as "". */
struct adapter_capability {
  const char* identity;      /* unique among the device's capabilities of the class, and constant: "temperature" */
  uint32_t capability_class; /* enum adapter_capability_class */
  const char* name;          /* for people; a name set by an ACS stays until this one changes */
  const char*
      type; /* a word of TR-181's table for the class: "Switch", "Temperature"; another one becomes X_<OUI>_<word> */
  const char* unit;    /* of the classes that have one: a word of IoTUnitType, "degC"; another one likewise; "": "-" */
  const char* minimum; /* of ADAPTER_LEVEL_CONTROL: decimal text; bind what an ACS sets; "" for none */
  const char* maximum;
  const char* const* words; /* ValidValues, or ValueNames; a value must be one of them */
  size_t word_count;
  uint32_t notify; /* enum adapter_notify: the attribute of its value until an ACS changes it */
  uint32_t confirm_timeout_ms;
};

/* Which changes of a parameter whose notification attribute is passive or active an ACS is notified of; all of them
 * without a rule. A change that is too small is measured against the value of the last notification. */
struct adapter_report_rule {
  uint32_t struct_size;           /* sizeof(struct adapter_report_rule) */
  const char* min_change;         /* of numbers: the least change, decimal text above 0; NULL: any */
  uint32_t min_change_is_percent; /* 1: min_change is a percentage of the value of the last notification */
  uint32_t min_interval_s;        /* the least time between two notifications; 0: none */
  uint32_t max_interval_s;        /* after this time any change is enough; 0: never */
};

/* ADAPTER_OFFLINE: the device or its bridge says so; the host keeps the sets to it. ADAPTER_SILENT: it has sent nothing
 * for too long; sets are sent all the same. */
enum adapter_presence { ADAPTER_UNKNOWN = 0, ADAPTER_ONLINE = 1, ADAPTER_OFFLINE = 2, ADAPTER_SILENT = 3 };

struct adapter_value {
  adapter_handle row; /* or ADAPTER_MOUNT */
  adapter_handle column;
  struct adapter_text text;
};

/* How an adapter fares: the row of the adapter in Device.X_<OUI>_Adapter.{i}. */
enum adapter_condition {
  ADAPTER_CONDITION_DOWN = 0,   /* its broker, bus, host, device or file is away; it tries again */
  ADAPTER_CONDITION_UP = 1,     /* it works; the text may say what part of it does not */
  ADAPTER_CONDITION_ERROR = 2,  /* its configuration or peer must be mended: a refused login, a certificate */
  ADAPTER_CONDITION_UNTRIED = 3 /* at its start: the host shows the status from before until the first report */
};

enum adapter_broker_status {
  ADAPTER_BROKER_CONNECTING = 0,
  ADAPTER_BROKER_CONNECTED = 1,
  ADAPTER_BROKER_UNREACHABLE = 2,
  ADAPTER_BROKER_ERROR = 3
};

/* The connection of an adapter to an MQTT broker: its row of Device.MQTT.Client.{i}. NULL is the same as "". */
struct adapter_broker {
  uint32_t struct_size; /* sizeof(struct adapter_broker) */
  uint32_t status;      /* enum adapter_broker_status */
  const char* address;  /* host name or address */
  uint32_t port;
  uint32_t tls;                 /* 1: TLS, 0: TCP */
  const char* protocol_version; /* "3.1.1" */
  const char* username;
  const char* client_id;
  uint32_t keep_alive_s;
  uint32_t clean_session;
};

/* ---- requests and their answers -------------------------------------------------------------------------------- */

typedef uint64_t adapter_token; /* one item of one request; a second answer is ignored, but after ADAPTER_SENT */

enum adapter_status {
  ADAPTER_DONE = 0,          /* get: published; check: acceptable; apply: carried out, and confirmed if it can be */
  ADAPTER_SENT = 1,          /* apply: sent; the same value published to its cell confirms it, or ADAPTER_DONE later */
  ADAPTER_NOT_SENT = 2,      /* apply: the device or its broker is away; the host keeps the set and applies it again */
  ADAPTER_REFUSED = 3,       /* the device rejects it: 9001 */
  ADAPTER_INVALID_VALUE = 4, /* 9007 */
  ADAPTER_NO_RESOURCES = 5,  /* 9004 */
  ADAPTER_FAILED = 6         /* 9002 */
};

/* One item of get(), check() or apply(). The value is empty in get(). */
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
  const char* config_dir; /* the folder of the profiles */

  /* Logs one line. It begins with an id of the adapter's own, "meter.port.missing", and a space; the host puts
   * adapter.<name> before it. */
  void (*log)(void* context, uint32_t level, const char* message);

  /* Declares a device. The same controller and identity give the same row of EmbeddedDevice again. */
  adapter_handle (*device)(void* context, const struct adapter_device* device);
  /* Removes the device and its row of EmbeddedDevice. The host keeps the row's number for the device's return. */
  void (*remove_device)(void* context, adapter_handle device);
  /* Declares a table below the mount or below a row. A second declaration gives the handle of the first. */
  adapter_handle (*declare_table)(void* context, adapter_handle parent, const struct adapter_table* table);
  /* Declares a column below the mount (a parameter), a table (for all its rows) or a single row. */
  adapter_handle (*declare)(void* context, adapter_handle parent, const struct adapter_column* column);
  /* Adds the row of this identity, or finds it. The host gives the row its number, which survives restarts. device may
   * be ADAPTER_NONE. EmbeddedDevice.Reference names the first row of a device. */
  adapter_handle (*add_row)(void* context, adapter_handle table, adapter_handle device, const char* identity);
  void (*remove_row)(void* context, adapter_handle row);
  /* Publishes values of devices. A value that does not fit its column's type is counted, and the last value stays. */
  void (*publish)(void* context, const struct adapter_value* values, size_t count);
  /* The presence of the adapter itself (ADAPTER_MOUNT: its broker or bus), of a row, or of every row of a device. While
   * it is offline, the host keeps its sets; while the adapter itself is, the presence of its devices is unknown. */
  void (*presence)(void* context, adapter_handle row_or_device, uint32_t presence);
  /* Answers one item. detail is a text for people and may be NULL. */
  void (*reply)(void* context, adapter_token token, uint32_t status, const char* detail);
  /* Answers add_object() with the new row, which add_row() made. */
  void (*reply_row)(void* context, adapter_token token, adapter_handle row);
  /* Runs function(argument) on the loop thread, unless the adapter stops before. */
  void (*post)(void* context, void (*function)(void* argument), void* argument);
  /* Counts a message that cannot be used, with the reason, for tr069-proxyctl. */
  void (*rejected)(void* context, const char* reason);

  /* Shows the device in the standard shape; a later call changes its facts. Returns its row, which
   * EmbeddedDevice.Reference names and remove_device() removes. */
  adapter_handle (*show_device)(void* context, adapter_handle device, const struct adapter_device_facts* facts);
  /* Adds a capability to a device that is shown, or changes its facts: the same identity and class give the same row
   * again. Returns its row, for publish(), remove_row() and items. The host keeps the row's number. */
  adapter_handle (*capability)(void* context, adapter_handle device, const struct adapter_capability* capability);
  /* Reports a device that is found and not shown, with the reason, for `tr069-proxyctl devices`; one report for each
   * identity. A reason of "" withdraws it, and so does show_device(). */
  void (*skipped)(void* context, const char* identity, const char* reason);
  /* Publishes values that the devices sent some time ago: retained messages, answers to the query at the start. The
   * first such value of a cell is what later ones are compared with, and causes no notification. The first value that
   * publish() gives a capability causes one where the ACS wants changes at once: it may be an alarm. */
  void (*publish_retained)(void* context, const struct adapter_value* values, size_t count);
  /* The notification attribute of the device's Online until an ACS changes it. It holds for the next show_device() of
   * the device; for a show_device() without it the attribute is active. */
  void (*notify_online)(void* context, adapter_handle device, uint32_t notify /* enum adapter_notify */);
  /* Sets the report rule of a capability's value (its row, and ADAPTER_VALUE), or of a declared column, for all rows
   * that have it (ADAPTER_NONE, and the column). NULL: no rule. A later capability() of the row removes the rule. */
  void (*report)(void* context, adapter_handle row, adapter_handle column, const struct adapter_report_rule* rule);

  /* Reports that the device has sent something now that may hold no value: its LastTimeContacted. A published value
   * counts as such without this call. */
  void (*contact)(void* context, adapter_handle device);
  /* As capability(), for a capability that the host shows already, from an earlier run for instance; ADAPTER_NONE
   * without a word for any other. An adapter that shows a sensor with its first value calls it until then. */
  adapter_handle (*known_capability)(void* context, adapter_handle device, const struct adapter_capability* capability);
  /* Reports how the adapter fares. text is the reason, with host or path; the host removes secrets of the section and
   * user information of URLs from it, and keeps 256 characters. An adapter that never calls it is up while it runs and
   * the presence of its mount is not ADAPTER_OFFLINE. */
  void (*status)(void* context, uint32_t condition, const char* text);
  /* Reports the adapter's connection to an MQTT broker, each time that something of it changes or an attempt fails. */
  void (*broker)(void* context, const struct adapter_broker* broker);
  /* The largest packet that this broker may send, which CONNECT of MQTT 5 tells it (Maximum Packet Size); it drops a
   * larger message in silence. 0: any size. To be called before the broker() with which it holds. */
  void (*max_packet)(void* context, uint32_t bytes);
};

/* The size of the table of the first release. The fields after `rejected` are present if struct_size covers them. */
#define ADAPTER_HOST_LEAST_SIZE offsetof(struct adapter_host, show_device)

/* ---- the adapter's table, which it exports --------------------------------------------------------------------- */

struct adapter_api {
  uint32_t abi_version; /* ADAPTER_ABI_VERSION of the header it was built with */
  uint32_t struct_size; /* sizeof(struct adapter_api) */
  const char* name;     /* "mqtt"; the file is <name>.so */
  const struct adapter_option* options;
  size_t option_count;

  /* Checks the configuration and keeps what it needs of it. It does nothing else: no thread, no socket, no file.
   * Returns NULL, after at least one report, if the configuration is wrong. host lives until destroy() returns. */
  void* (*create)(const struct adapter_host* host, const struct adapter_config* config, adapter_report report,
                  void* report_context);
  /* Declares, connects and begins to publish. Returns 0, or another number if it cannot. */
  int (*start)(void* adapter);
  /* Ends all threads of the adapter, which makes no call to the host after the return. */
  void (*stop)(void* adapter);
  void (*destroy)(void* adapter);

  /* Requests. Answer each item by reply(), now or later; an item without an answer fails at its deadline. NULL if no
   * column of the adapter needs the function. */
  void (*get)(void* adapter, const struct adapter_item* items, size_t count);
  /* Answers whether these values are acceptable together. It changes nothing and sends nothing. NULL: they always are.
   */
  void (*check)(void* adapter, const struct adapter_item* items, size_t count);
  void (*apply)(void* adapter, const struct adapter_item* items, size_t count);
  void (*add_object)(void* adapter, adapter_token token, adapter_handle table);
  void (*delete_object)(void* adapter, adapter_token token, adapter_handle row);

  /* The host shows this row from an earlier run, and keeps the sets to it until add_row() is called for it. An adapter
   * that can reach the device by its identity calls add_row() here. NULL: sets wait for the device's first message. */
  void (*known_row)(void* adapter, adapter_handle table, const char* identity);

  /* Files that an ACS downloads for the adapter. file_types are the names of their types, of one word or more:
   * "Sensor Image" is the FileType "X 00D09E Sensor Image", with the gateway's OUI. NULL without any.
   * put_file() gets the whole FileType and the path of the file, which stays there until the answer; the adapter may
   * move it, and has a minute to answer. The host may give a file again after a restart. ADAPTER_DONE: the file is in
   * use. ADAPTER_INVALID_VALUE: the file is unusable (9018). Any other answer: refused. */
  const char* const* file_types;
  size_t file_type_count;
  void (*put_file)(void* adapter, adapter_token token, const char* file_type, const char* path);

  /* Reports what a message would do, or why it does nothing, in lines for people: it calls say() for each line, during
   * the call. It changes nothing and sends nothing. Before start() it answers from the configuration alone. NULL: not
   * available. */
  void (*explain)(void* adapter, const char* address, struct adapter_text payload, adapter_say say, void* context);
};

/* The size of the table of the first release: the host accepts no smaller one. */
#define ADAPTER_API_LEAST_SIZE offsetof(struct adapter_api, file_types)

/* Exported by a shared adapter under exactly this name. */
#define ADAPTER_API_SYMBOL "adapter_api_v1"
#define ADAPTER_EXPORT __attribute__((visibility("default")))

#ifdef __cplusplus
}
#endif
#endif

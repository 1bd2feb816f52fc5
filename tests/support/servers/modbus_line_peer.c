/* SPDX-License-Identifier: Apache-2.0
 * A Modbus RTU server by libmodbus on a serial line, for modbus_peer.hpp: modbus_line_peer DEVICE BAUD UNIT
 * It has registers and bits 0 to 199; a register's value is its address at first. Each request is a line on standard
 * output, "unit 1 function 3 address 100". */
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char** argv) {
  enum { kSize = 200 };
  if (argc != 4) return 2;
  const int unit = atoi(argv[3]);
  modbus_t* context = modbus_new_rtu(argv[1], atoi(argv[2]), 'E', 8, 1);
  modbus_mapping_t* mapping = modbus_mapping_new(kSize, kSize, kSize, kSize);
  if (context == NULL || mapping == NULL || modbus_set_slave(context, unit) != 0 || modbus_connect(context) != 0)
    return 1;
  for (int i = 0; i < kSize; ++i) mapping->tab_registers[i] = mapping->tab_input_registers[i] = (uint16_t)i;
  puts("listening");
  fflush(stdout);
  for (;;) {
    uint8_t request[MODBUS_RTU_MAX_ADU_LENGTH];
    const int size = modbus_receive(context, request);
    if (size < 0) return 0;  /* the line is gone */
    if (size == 0) continue; /* for another unit */
    printf("unit %d function %d address %d\n", request[0], request[1], request[2] << 8 | request[3]);
    fflush(stdout);
    if (modbus_reply(context, request, size, mapping) < 0) return 0;
  }
}

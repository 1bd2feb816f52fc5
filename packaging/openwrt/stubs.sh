# SPDX-License-Identifier: Apache-2.0
# Stand-ins for what OpenWrt's rc.common, functions.sh, procd.sh and uci give a script; check_openwrt runs the package's scripts with them.
# They read /etc/config below $IPKG_INSTROOT in the form that uci writes, and write what procd would be sent to $CALLS.

config_load() { # PACKAGE
	config_text=$(cat "$IPKG_INSTROOT/etc/config/$1")
}

option_of() { # SECTION OPTION -> the value, as it stands between the quotes
	printf '%s\n' "$config_text" | awk -v section="'$1'" -v option="$2" -v quote="'" '
		$1 == "config" { inside = $3 == section }
		inside && $1 == "option" && $2 == option {
			sub(/^[ \t]*option[ \t]+[^ \t]+[ \t]+/, "")
			gsub(quote "\\\\" quote quote, "\001")  # how uci writes a quote
			gsub(quote, ""); gsub("\001", quote); gsub("\002", "\n")
			printf "%s", $0
			exit
		}'
}

config_get() { # VARIABLE SECTION OPTION [DEFAULT]
	local found
	found=$(option_of "$2" "$3")
	[ -n "$found" ] || found=$4
	eval "$1=\$found"
}

config_get_bool() {
	local word
	config_get word "$2" "$3" "$4"
	case "$word" in
	1 | on | true | yes | enabled) eval "$1=1" ;;
	*) eval "$1=0" ;;
	esac
}

for function in procd_open_instance procd_close_instance procd_set_param procd_append_param procd_add_jail procd_add_jail_mount \
	procd_add_jail_mount_rw procd_add_reload_trigger chown; do
	eval "$function() { echo \"$function\${*:+ \$*}\" >>\"\$CALLS\"; }"
done

logger() { echo "logger $*" >>"$CALLS"; }

uci() {
	case "$1" in
	-q) # -q get PACKAGE.SECTION.OPTION
		config_load tr069-proxy
		option_of main "${3##*.}"
		;;
	set)
		option=${2%%=*}
		sed -i "s/option ${option##*.} .*/option ${option##*.} '${2#*=}'/" "$IPKG_INSTROOT/etc/config/tr069-proxy"
		;;
	commit) echo "uci commit $2" >>"$CALLS" ;;
	esac
}

get_mac_label() { echo "$LABEL"; }

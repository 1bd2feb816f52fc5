#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Run by the feed's CI in a root file system of the target, with the package's name and version: the daemon holds a session with an
# ACS that this script plays. It takes an nc that listens (BusyBox with NC_SERVER); without one the session is left out.

[ "$1" = tr069-proxy ] || exit 0

port=17547
work=$(mktemp -d)
trap 'kill $daemon $acs 2>/dev/null; rm -rf "$work"' EXIT

tr069-proxyd --version | grep -F "$2" || exit 1
cat >"$work/tr069-proxy.yaml" <<END
device: { oui: "020000", product_class: tr069-proxy, serial_number: test }
acs: { url: "http://127.0.0.1:$port/" }
connection_request: { enable: false }
state_dir: $work/state
control_socket: $work/control.sock
END
tr069-proxyd --check-config --config "$work/tr069-proxy.yaml" || exit 1
if ! nc --help 2>&1 | grep -q -e '-ll'; then
	echo "no nc that listens: the session is left out"
	exit 0
fi

# One connection: an InformResponse for the Inform, and the end of the session for the empty POST.
cat >"$work/acs" <<END
#!/bin/sh
body='<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:cwmp="urn:dslforum-org:cwmp-1-0"><soap:Header><cwmp:ID soap:mustUnderstand="1">ID</cwmp:ID></soap:Header><soap:Body><cwmp:InformResponse><MaxEnvelopes>1</MaxEnvelopes></cwmp:InformResponse></soap:Body></soap:Envelope>'
length=0
while read -r line; do
	line=\$(printf '%s' "\$line" | tr -d '\\r')
	case "\$line" in
	Content-Length:*) length=\${line#*: } ;;
	'')
		if [ "\$length" -gt 0 ]; then
			head -c "\$length" >"$work/inform"
			body=\$(printf '%s' "\$body" | sed "s/>ID</>\$(sed -n 's/.*ID[^>]*>\\([^<]*\\)<.*/\\1/p' "$work/inform" | head -n 1)</")
			printf 'HTTP/1.1 200 OK\\r\\nContent-Type: text/xml\\r\\nContent-Length: %s\\r\\n\\r\\n%s' "\${#body}" "\$body"
		else
			printf 'HTTP/1.1 204 No Content\\r\\n\\r\\n'
		fi
		length=0
		;;
	esac
done
END
chmod +x "$work/acs"
nc -ll -p $port -e "$work/acs" &
acs=$!
tr069-proxyd --config "$work/tr069-proxy.yaml" 2>"$work/log" &
daemon=$!

left=30
until grep -q acs.session.completed "$work/log"; do
	left=$((left - 1))
	[ "$left" -gt 0 ] || {
		cat "$work/log"
		exit 1
	}
	sleep 1
done
grep -q '<EventCode>0 BOOTSTRAP' "$work/inform"

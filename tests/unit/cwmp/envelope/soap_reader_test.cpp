// SPDX-License-Identifier: Apache-2.0
// Shows what the reader takes as a message of an ACS however it is written, what it answers with a fault, and what it
// refuses as no message at all.
#include "proxy/cwmp/envelope/soap_reader.hpp"
#include "proxy/cwmp/envelope/xml_guard.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/cwmp/sample.hpp"

using namespace proxy::cwmp;
using tests::cwmp::acs_fault;
using tests::cwmp::acs_request;
using tests::cwmp::envelope;

namespace {

Message message(std::string_view text) {
  auto read = read_message(text);
  if (const auto* invalid = std::get_if<InvalidMessage>(&read)) FAIL(invalid->reason << "\n" << text);
  return std::get<Message>(std::move(read));
}

template <class T>
T content(std::string_view text) {
  Message read = message(text);
  if constexpr (std::is_constructible_v<Request, T>) {
    if (const auto* bad = std::get_if<BadArguments>(&read.content)) FAIL(bad->error.detail);
    return std::get<T>(std::get<Request>(read.content));
  } else {
    return std::get<T>(read.content);
  }
}

std::string refusal(std::string_view text) {
  const auto read = read_message(text);
  const auto* invalid = std::get_if<InvalidMessage>(&read);
  return invalid ? invalid->reason : "(taken)";
}

std::string bad(std::string_view body) {
  const Message read = message(acs_request(body));
  const auto* arguments = std::get_if<BadArguments>(&read.content);
  if (!arguments) return "(good)";
  CHECK(arguments->error.fault == proxy::base::Fault::invalid_arguments);
  return arguments->error.detail;
}

std::string set_of(std::string_view value) {
  return acs_request(
      "<c:SetParameterValues><ParameterList enc:arrayType=\"c:ParameterValueStruct[1]\">"
      "<ParameterValueStruct><Name>Device.A</Name>" +
      std::string(value) +
      "</ParameterValueStruct></ParameterList><ParameterKey>k</ParameterKey></c:SetParameterValues>");
}

std::string value_of(std::string_view value) {
  return content<SetParameterValues>(set_of(value)).parameter_list.at(0).value;
}
std::string type_of(std::string_view value) {
  return content<SetParameterValues>(set_of(value)).parameter_list.at(0).type;
}

}  // namespace

TEST_CASE("each request is read with its arguments") {
  CHECK_NOTHROW(content<GetRPCMethods>(acs_request("<c:GetRPCMethods/>")));
  const auto set = content<SetParameterValues>(set_of("<Value xsi:type=\"xsd:int\">5</Value>"));
  CHECK(set.parameter_list.at(0).name == "Device.A");
  CHECK(set.parameter_list.at(0).value == "5");
  CHECK(set.parameter_list.at(0).type == "int");
  CHECK(set.parameter_key == "k");
  const auto get = content<GetParameterValues>(acs_request(
      "<c:GetParameterValues><ParameterNames enc:arrayType=\"xsd:string[2]\"><string>Device.</string><string/>"
      "</ParameterNames></c:GetParameterValues>"));
  CHECK(get.parameter_names == std::vector<std::string>{"Device.", ""});
  const auto names = content<GetParameterNames>(acs_request(
      "<c:GetParameterNames><ParameterPath>Device.</ParameterPath><NextLevel> 1 </NextLevel></c:GetParameterNames>"));
  CHECK(names.parameter_path == "Device.");
  CHECK(names.next_level);
  const auto set_attributes = content<SetParameterAttributes>(acs_request(
      "<c:SetParameterAttributes><ParameterList><SetParameterAttributesStruct><Name>Device.</Name>"
      "<NotificationChange>true</NotificationChange><Notification>6</Notification>"
      "<AccessListChange>1</AccessListChange><AccessList><string>Subscriber</string></AccessList>"
      "</SetParameterAttributesStruct><SetParameterAttributesStruct><Name>Device.A</Name>"
      "<NotificationChange>0</NotificationChange><Notification>99</Notification>"
      "<AccessListChange>false</AccessListChange><AccessList/></SetParameterAttributesStruct></ParameterList>"
      "</c:SetParameterAttributes>"));
  CHECK(set_attributes.parameter_list.at(0).notification ==
        proxy::model::Notification::passive_with_active_lightweight);
  CHECK(set_attributes.parameter_list.at(0).access_list == std::vector<std::string>{"Subscriber"});
  CHECK_FALSE(set_attributes.parameter_list.at(1).notification);
  CHECK_FALSE(set_attributes.parameter_list.at(1).access_list);
  const auto attributes =
      content<GetParameterAttributes>(acs_request("<c:GetParameterAttributes><ParameterNames><string>Device.</string></"
                                                  "ParameterNames></c:GetParameterAttributes>"));
  CHECK(attributes.parameter_names == std::vector<std::string>{"Device."});
  const auto add = content<AddObject>(
      acs_request("<c:AddObject><ObjectName>Device.T.</ObjectName><ParameterKey>k</ParameterKey></c:AddObject>"));
  CHECK((add.object_name == "Device.T." && add.parameter_key == "k"));
  const auto remove = content<DeleteObject>(
      acs_request("<c:DeleteObject><ParameterKey/><ObjectName>Device.T.1.</ObjectName></c:DeleteObject>"));
  CHECK((remove.object_name == "Device.T.1." && remove.parameter_key.empty()));
  CHECK(content<Reboot>(acs_request("<c:Reboot><CommandKey>why</CommandKey></c:Reboot>")).command_key == "why");
  const auto later = content<ScheduleInform>(acs_request(
      "<c:ScheduleInform><DelaySeconds> +60 </DelaySeconds><CommandKey>later</CommandKey></c:ScheduleInform>"));
  CHECK((later.delay_seconds == 60 && later.command_key == "later"));
  content<FactoryReset>(acs_request("<c:FactoryReset/>"));
}

TEST_CASE("requests for transfers are read with their arguments") {
  const auto download = content<Download>(tests::cwmp::fixture("received/download.xml"));
  CHECK(download.command_key == "conf-1");
  CHECK(download.file_type == "3 Vendor Configuration File");
  CHECK(download.url == "http://files.example/conf.yaml?a=1&b=2");
  CHECK((download.username == "user" && download.password == " pass "));
  CHECK(download.file_size == 4294967295);
  CHECK(download.target_file_name == "conf.yaml");
  CHECK(download.delay_seconds == 30);
  const auto upload = content<Upload>(tests::cwmp::fixture("received/upload.xml"));
  CHECK((upload.command_key == "log-1" && upload.file_type == "2 Vendor Log File" && upload.delay_seconds == 0));
  const auto schedule = content<ScheduleDownload>(tests::cwmp::fixture("received/schedule_download.xml"));
  REQUIRE(schedule.time_window_list.size() == 2);
  CHECK(schedule.time_window_list[0].window_start == 3600);
  CHECK(schedule.time_window_list[0].window_end == 7200);
  CHECK(schedule.time_window_list[1].window_mode == "3 When Idle");
  CHECK(schedule.time_window_list[1].max_retries == -1);
  const auto cancel =
      content<CancelTransfer>(acs_request("<c:CancelTransfer><CommandKey>x</CommandKey></c:CancelTransfer>"));
  CHECK(cancel.command_key == "x");
  CHECK_NOTHROW(content<GetQueuedTransfers>(acs_request("<c:GetQueuedTransfers/>")));
  CHECK_NOTHROW(content<GetAllQueuedTransfers>(acs_request("<c:GetAllQueuedTransfers/>")));
}

TEST_CASE("arguments of transfers that are too long or no number are 9003") {
  const auto download = [](std::string_view url, std::string_view file_size, std::string_view delay) {
    return bad("<c:Download><CommandKey/><FileType>3 Vendor Configuration File</FileType><URL>" + std::string(url) +
               "</URL><Username/><Password/><FileSize>" + std::string(file_size) +
               "</FileSize><TargetFileName/><DelaySeconds>" + std::string(delay) + "</DelaySeconds></c:Download>");
  };
  const std::string longest = "http://f/" + std::string(1015, 'x');
  CHECK(download(longest, " 0 ", "+5") == "(good)");
  CHECK(download(longest + "x", "0", "0") == "URL is longer than 1024 characters");
  CHECK(download("http://f/", "-1", "0") == "FileSize is not an unsignedInt: 0 to 4294967295 is allowed");
  CHECK(download("http://f/", "4294967296", "0") == "FileSize is not an unsignedInt: 0 to 4294967295 is allowed");
  CHECK(download("http://f/", "", "0") == "FileSize is not an unsignedInt: 0 to 4294967295 is allowed");
  CHECK(download("http://f/", "0", "soon") == "DelaySeconds is not an unsignedInt: 0 to 4294967295 is allowed");
  CHECK(bad("<c:CancelTransfer><CommandKey>" + std::string(33, 'k') + "</CommandKey></c:CancelTransfer>") ==
        "CommandKey is longer than 32 characters");
}

TEST_CASE("an older version has fewer methods") {
  const auto is_known = [](const char* method, Version version) {
    const std::string text = acs_request("<c:" + std::string(method) + "/>");
    const auto read = read_message(text, kDefaultMaxMessageSize, version);
    return !std::holds_alternative<Unsupported>(std::get<Message>(read).content);
  };
  CHECK(is_known("ScheduleDownload", Version::v1_2));
  CHECK_FALSE(is_known("ScheduleDownload", Version::v1_1));
  CHECK_FALSE(is_known("CancelTransfer", Version::v1_1));
  CHECK(is_known("GetAllQueuedTransfers", Version::v1_1));
  CHECK_FALSE(is_known("GetAllQueuedTransfers", Version::v1_0));
  CHECK(is_known("GetQueuedTransfers", Version::v1_0));
  CHECK(is_known("Upload", Version::v1_0));
  CHECK(supported_methods(Version::v1_0).size() + 3 == supported_methods(Version::v1_4).size());
}

TEST_CASE("prefixes mean nothing, namespaces do") {
  for (const std::string file :
       {"default_namespace.xml", "other_prefixes.xml", "qualified_arguments.xml", "declared_late.xml"}) {
    INFO(file);
    const std::string text = tests::cwmp::fixture("received/" + file);
    const Message read = message(text);
    CHECK(read.id == "acs-7");
    CHECK(read.hold_requests);
    const auto set = content<SetParameterValues>(text);
    CHECK(set.parameter_list.at(0).name == "Device.A");
    CHECK(set.parameter_list.at(0).value == "600");
    CHECK(set.parameter_list.at(0).type == "unsignedInt");
    CHECK(set.parameter_key == "pk");
  }
}

TEST_CASE("text is taken as it stands, however it is written") {
  CHECK(value_of("<Value>a&#13;&#10;&#x9;b</Value>") == "a\r\n\tb");
  CHECK(value_of("<Value><![CDATA[<&>]]>x<!-- no --> y<?pi no?></Value>") == "<&>x y");
  CHECK(value_of("<Value>  </Value>") == "  ");
  CHECK(value_of("<Value/>").empty());
  CHECK(value_of("<Value>&lt;&gt;&amp;&quot;&apos;&#x20AC;</Value>") == "<>&\"'\xE2\x82\xAC");
  CHECK(value_of("<Value>\xC3\xA4</Value>") == "\xC3\xA4");
  CHECK(value_of("<Value a=\"1>2\">x</Value>") == "x");
  CHECK(message("\xEF\xBB\xBF<?xml version='1.0' encoding='UTF-8'?>\n<!-- hello -->" +
                acs_request("<c:GetRPCMethods/>") + "\n")
            .id == "acs-1");
}

TEST_CASE("the type of a value loses its prefix") {
  CHECK(type_of("<Value>1</Value>").empty());
  CHECK(type_of("<Value xsi:type=\" xsd:boolean \">1</Value>") == "boolean");
  CHECK(type_of("<Value xsi:type=\"enc:base64\">1</Value>") == "base64");
  CHECK(type_of("<Value xsi:type=\"undeclared:int\">1</Value>") == "int");
  CHECK(type_of("<Value type=\"xsd:int\">1</Value>").empty());
  CHECK(type_of("<Value xsi:type=\"c:int\">1</Value>") == "c:int");
}

TEST_CASE("headers") {
  CHECK_FALSE(message(envelope("<c:GetRPCMethods/>")).id);
  CHECK(message(acs_request("<c:GetRPCMethods/>", " &lt;a \"b\" ")).id == " <a \"b\" ");
  CHECK(message(envelope("<c:GetRPCMethods/>", "<c:HoldRequests>true</c:HoldRequests>")).hold_requests);
  CHECK_FALSE(message(envelope("<c:GetRPCMethods/>", "<c:HoldRequests>0</c:HoldRequests>")).hold_requests);
  CHECK(message(envelope("<c:InformResponse/>", "<c:UseCWMPVersion>1.2</c:UseCWMPVersion>")).use_cwmp_version == "1.2");
  CHECK(message(envelope("<c:GetRPCMethods/>", "<x:New xmlns:x=\"urn:x\" soap:mustUnderstand=\"0\"/>")).written_in ==
        Version::v1_2);
  CHECK(refusal(envelope("<c:GetRPCMethods/>", "<x:New xmlns:x=\"urn:x\" soap:mustUnderstand=\"1\"/>")).find("x:New") !=
        std::string::npos);
  CHECK(refusal(envelope("<c:GetRPCMethods/>", "<c:New soap:mustUnderstand=\"1\"/>")).find("c:New") !=
        std::string::npos);
  CHECK(refusal(envelope("<c:GetRPCMethods/>", "<c:HoldRequests>maybe</c:HoldRequests>")) ==
        "HoldRequests is not a boolean");
  CHECK(message(envelope("<c:GetRPCMethods/>", "<c:NoMoreRequests soap:mustUnderstand=\"1\">1</c:NoMoreRequests>"))
            .content.index() == 2);
}

TEST_CASE("responses and faults of an ACS") {
  CHECK(content<AcsResponse>(tests::cwmp::inform_response()).method == "Inform");
  CHECK(content<AcsResponse>(envelope("<c:TransferCompleteResponse/>")).method == "TransferComplete");
  CHECK(message(tests::cwmp::inform_response("", "urn:dslforum-org:cwmp-1-0")).written_in == Version::v1_0);
  CHECK(content<Fault>(acs_fault(8005)) == Fault{8005, "said the ACS"});
  CHECK(refusal(envelope("<soap:Fault><faultcode>Server</faultcode><faultstring>x</faultstring></soap:Fault>")) ==
        "its SOAP fault is not a fault of CWMP");
  CHECK(refusal(envelope("<soap:Fault><detail><c:Fault><FaultCode>many</FaultCode></c:Fault></detail></soap:Fault>")) ==
        "its FaultCode is not a number");
}

TEST_CASE("an RPC that we do not know is unsupported") {
  CHECK(content<Unsupported>(acs_request("<c:X_00D09E_Dance><a/></c:X_00D09E_Dance>")).method == "X_00D09E_Dance");
  CHECK(content<Unsupported>(acs_request("<c:Inform/>")).method == "Inform");
}

TEST_CASE("missing and wrong arguments are 9003") {
  const std::string key33(33, 'k');
  CHECK(bad("<c:SetParameterValues/>") == "ParameterList is missing");
  CHECK(bad("<c:SetParameterValues><ParameterList/></c:SetParameterValues>") == "ParameterKey is missing");
  CHECK(bad("<c:SetParameterValues><ParameterList/><ParameterKey/></c:SetParameterValues>") == "(good)");
  CHECK(bad("<c:SetParameterValues><ParameterList><ParameterValueStruct><Name>a</Name></ParameterValueStruct>"
            "</ParameterList><ParameterKey/></c:SetParameterValues>") ==
        "ParameterList has an entry without Name or Value");
  CHECK(bad("<c:SetParameterValues><ParameterList/><ParameterKey>" + key33 +
            "</ParameterKey></c:SetParameterValues>") == "ParameterKey is longer than 32 characters");
  std::string umlauts;
  for (int i = 0; i < 32; ++i) umlauts += "\xC3\xA4";
  CHECK(bad("<c:Reboot><CommandKey>" + umlauts + "</CommandKey></c:Reboot>") == "(good)");
  CHECK(bad("<c:Reboot><CommandKey>" + key33 + "</CommandKey></c:Reboot>") ==
        "CommandKey is longer than 32 characters");
  CHECK(bad("<c:Reboot/>") == "CommandKey is missing");
  for (const std::string delay : {"", "-1", "1.5", "4294967296", "soon"}) {
    INFO(delay);
    CHECK(bad("<c:ScheduleInform><DelaySeconds>" + delay + "</DelaySeconds><CommandKey/></c:ScheduleInform>") ==
          "DelaySeconds is not an unsignedInt: 0 to 4294967295 is allowed");
  }
  CHECK(bad("<c:GetParameterValues/>") == "ParameterNames is missing");
  CHECK(bad("<c:GetParameterValues><ParameterNames/></c:GetParameterValues>") == "ParameterNames is empty");
  CHECK(bad("<c:GetParameterNames><ParameterPath/></c:GetParameterNames>") == "NextLevel is missing");
  CHECK(bad("<c:GetParameterNames><ParameterPath/><NextLevel>2</NextLevel></c:GetParameterNames>") ==
        "NextLevel is not a boolean: true, false, 1 or 0");
  CHECK(bad("<c:AddObject><ParameterKey/></c:AddObject>") == "ObjectName is missing");
  const auto attributes = [](std::string_view fields) {
    return bad("<c:SetParameterAttributes><ParameterList><a><Name>D</Name>" + std::string(fields) +
               "</a></ParameterList></c:SetParameterAttributes>");
  };
  CHECK(bad("<c:SetParameterAttributes><ParameterList/></c:SetParameterAttributes>") == "ParameterList is empty");
  CHECK(attributes("<AccessListChange>0</AccessListChange>") == "NotificationChange is missing");
  CHECK(attributes("<NotificationChange>1</NotificationChange><Notification>7</Notification>"
                   "<AccessListChange>0</AccessListChange>") == "Notification is not one of 0 to 6");
  CHECK(attributes("<NotificationChange>0</NotificationChange><AccessListChange>1</AccessListChange>") ==
        "AccessList is missing");
}

TEST_CASE("what is no message of CWMP is refused") {
  const std::string good = acs_request("<c:GetRPCMethods/>");
  CHECK(refusal("") != "(taken)");
  CHECK(refusal("hello") != "(taken)");
  CHECK(refusal("<html><body>502</body></html>") == "it is not a SOAP envelope");
  CHECK(refusal(good.substr(0, good.size() - 3)) != "(taken)");
  CHECK(refusal("<!DOCTYPE a [<!ENTITY b \"c\">]>" + good) == "a document type is not accepted");
  CHECK(refusal(good + "<b/>") == "it has more than one root");
  CHECK(refusal(envelope("")) == "its SOAP body is empty");
  CHECK(refusal(envelope("<c:GetRPCMethods/><c:GetRPCMethods/>")) == "its SOAP body has more than one element");
  CHECK(refusal(envelope("<c:GetRPCMethods/>", "", "urn:dslforum-org:cwmp-9-9")) ==
        "it is in no known namespace of CWMP: c:GetRPCMethods");
  CHECK(refusal(envelope("<undeclared:GetRPCMethods/>")) ==
        "the prefix of undeclared:GetRPCMethods is not declared: xmlns:undeclared is missing");
  CHECK(refusal("<soap:Envelope/>") == "the prefix of soap:Envelope is not declared: xmlns:soap is missing");
  CHECK(refusal("<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><f:Body/></e:Envelope>") ==
        "the prefix of f:Body is not declared: xmlns:f is missing");
  CHECK(refusal("<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\"><e:Body/></e:Envelope>")
            .find("not of SOAP 1.1") != std::string::npos);
  CHECK(refusal("<Envelope/>").find("not of SOAP 1.1") != std::string::npos);
  CHECK(refusal("<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"/>") == "it has no SOAP body");
  CHECK(refusal(acs_request("<c:GetRPCMethods>&bomb;</c:GetRPCMethods>")) != "(taken)");
  CHECK(refusal(acs_request("<c:GetRPCMethods>&#0;</c:GetRPCMethods>")) != "(taken)");
  CHECK(refusal(acs_request("<c:GetRPCMethods>\x01</c:GetRPCMethods>")) != "(taken)");
  CHECK(refusal(acs_request("<c:GetRPCMethods>\xFF</c:GetRPCMethods>")) != "(taken)");
  CHECK(refusal(acs_request("<c:GetRPCMethods></c:GetRPCNothing>")) != "(taken)");
}

TEST_CASE("what a message can cost is bounded") {
  const auto nested = [](std::size_t depth) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += "<a>";
    for (std::size_t i = 0; i < depth; ++i) text += "</a>";
    return text;
  };
  CHECK(guard_xml(nested(kMaxXmlDepth)).empty());
  CHECK(guard_xml(nested(kMaxXmlDepth + 1)) == "it is nested too deep");
  std::string attributes = "<a";
  for (std::size_t i = 0; i < kMaxXmlAttributes; ++i) attributes += " a" + std::to_string(i) + "=''";
  CHECK(guard_xml(attributes + "/>").empty());
  CHECK(guard_xml(attributes + " b=''/>") == "it has too many attributes");
  std::string many;
  for (std::size_t i = 0; i <= kMaxXmlNodes; ++i) many += "<a/>";
  CHECK(guard_xml("<a>" + many + "</a>") == "it has too many elements and attributes");
  CHECK(std::holds_alternative<InvalidMessage>(read_message(acs_request("<c:GetRPCMethods/>"), 100)));
}

TEST_CASE("32,768 bytes and much more are taken") {
  std::string list;
  for (int i = 0; i < 5000; ++i) {
    list += "<ParameterValueStruct><Name>Device.X_00D09E_Home.Sensor." + std::to_string(i) +
            ".Mode</Name><Value xsi:type=\"xsd:string\">Off</Value></ParameterValueStruct>\n";
  }
  const std::string text = acs_request("<c:SetParameterValues><ParameterList>" + list +
                                       "</ParameterList><ParameterKey/></c:SetParameterValues>");
  REQUIRE(text.size() > 500'000);
  CHECK(content<SetParameterValues>(text).parameter_list.size() == 5000);
}

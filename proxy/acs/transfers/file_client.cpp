// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/transfers/file_client.hpp"

#include "proxy/acs/transfers/file_job.hpp"
#include "proxy/acs/transfers/file_worker.hpp"

#include <utility>

namespace proxy::acs {

FileTransfer::~FileTransfer() {
  job_->forget();
  worker_->abandon(std::move(job_));
}

FileClient::~FileClient() {
  if (worker_) worker_->stop();
}

std::unique_ptr<FileTransfer> FileClient::start(FileRequest request, const config::Acs& network, Done done) {
  if (!worker_) worker_ = std::make_shared<FileWorker>();
  auto job = std::make_shared<FileJob>(executor_, std::move(request), network, std::move(done));
  worker_->start(job);
  return std::unique_ptr<FileTransfer>(new FileTransfer(worker_, std::move(job)));
}

}  // namespace proxy::acs

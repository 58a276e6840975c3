.POSIX:
.PHONY: help run release test lint fmt openapi examples demo demo-information bench judges s3 smtp tools

CARGO = cargo

help: ## list these targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z0-9-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' Makefile

run: ## build and start the server on 127.0.0.1:8080, over SQLite under ./var
	$(CARGO) run --bin padi -- serve

release: ## build the optimised program, target/release/padi
	$(CARGO) build --release --bin padi

test: ## every test on SQLite and PostgreSQL (TEST_DATABASE_URL, or a throw-away cluster)
	@scripts/test.sh

lint: ## formatting, clippy, unused dependencies, licences
	@scripts/lint.sh

fmt: ## format the sources
	$(CARGO) fmt --all

openapi: ## write openapi/openapi.json from the program
	@scripts/openapi.sh

examples: ## walk every operation and write openapi/examples.json, then the document
	@scripts/examples.sh

demo: ## walk one complaint from submission to closure against a server of its own
	@scripts/demo.sh

demo-information: ## walk one request for information from the counter to the end of its objection
	@scripts/demo.sh information

bench: ## processor time, memory and depth beside a floor, on PostgreSQL; fails above the bounds
	@scripts/bench.sh

judges: ## outside judges of the API (pip, npm, a browser), installed into .scratch
	@scripts/judges.sh

s3: ## attachments in a real S3-speaking store (pip), installed into .scratch
	@scripts/s3.sh

smtp: ## mails of a walking case through a real SMTP server (pip), installed into .scratch
	@scripts/smtp.sh

tools: ## install what lint can use besides (cargo-machete, cargo-deny) into .scratch
	$(CARGO) install --locked --root .scratch/tools cargo-machete cargo-deny
